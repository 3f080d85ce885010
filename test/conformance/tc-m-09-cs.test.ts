import assert from "node:assert/strict";
import { hashOf, installedCertificates, newRoot } from "./harness/certificates.ts";
import { poweredUp } from "./harness/power-up.ts";
import { rootRenewed } from "./harness/root-renewal.ts";
import { startStation } from "./harness/station-under-test.ts";
import { createCertificate } from "../fakes/pki/certificate.ts";
import { testPki } from "../fakes/pki/pki.ts";

Deno.test("TC_M_09_CS Install CA certificate - AdditionalRootCertificateCheck - Rejected", async () => {
  await using station = await startStation({
    securityProfile: 2,
    variables: { "SecurityCtrlr.AdditionalRootCertificateCheck": true },
  });
  await poweredUp(station);
  // Steps 1, 2: not signed by the old one.
  const foreign = await newRoot("Somebody else");
  const { status, statusInfo } = await station.csms.call("InstallCertificate", {
    certificateType: "CSMSRootCertificate",
    certificate: foreign.cert,
  });
  assert.deepEqual([status, statusInfo?.reasonCode], ["Rejected", "InvalidCertificate"]);
  // Steps 3, 4.
  const installed = await installedCertificates(station, "CSMSRootCertificate");
  assert.deepEqual(installed, [hashOf((await testPki()).root)]);
});

Deno.test("M05.FR.09 Without the check a CSMS root may come from anybody, and stands beside the others", async () => {
  await using station = await startStation({ securityProfile: 2 });
  await poweredUp(station);
  const foreign = await newRoot("Somebody else");
  const { status } = await station.csms.call("InstallCertificate", {
    certificateType: "CSMSRootCertificate",
    certificate: foreign.cert,
  });
  assert.equal(status, "Accepted");
  assert.equal((await installedCertificates(station, "CSMSRootCertificate")).length, 2);
});

Deno.test("M05.FR.11 During a renewal the fallback signs no further root: the new one is in use", async () => {
  await using station = await startStation({
    securityProfile: 2,
    variables: { "SecurityCtrlr.AdditionalRootCertificateCheck": true },
  });
  await poweredUp(station);
  const { root: current } = await rootRenewed(station);
  const { root: fallback } = await testPki();
  const signedByFallback = await createCertificate({
    ...{ commonName: "A second one", organization: "Operator", role: "authority", issuer: fallback },
  });
  const { status, statusInfo } = await station.csms.call("InstallCertificate", {
    certificateType: "CSMSRootCertificate",
    certificate: signedByFallback.cert,
  });
  assert.deepEqual([status, statusInfo?.reasonCode], ["Rejected", "InvalidCertificate"]);
  const installed = await installedCertificates(station, "CSMSRootCertificate");
  assert.deepEqual(
    new Set(installed.map(({ serialNumber }) => serialNumber)),
    new Set([hashOf(fallback).serialNumber, hashOf(current, fallback).serialNumber]),
  );
});
