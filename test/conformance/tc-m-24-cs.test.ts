import assert from "node:assert/strict";
import { createCertificate } from "../fakes/pki/certificate.ts";
import { certify } from "../fakes/pki/signing-request.ts";
import { poweredUp } from "./harness/power-up.ts";
import {
  certificateInstalled,
  hashOf,
  newRoot,
  requestTriggered,
  startIso15118Station,
} from "./harness/certificates.ts";

const OCSP_RESPONSE = btoa("an OCSPResponse in DER");

Deno.test("TC_M_24_CS Get Charging Station Certificate status - Success", async () => {
  await using station = await startIso15118Station();
  const { csms, everest } = station;
  csms.on("GetCertificateStatus", () => ({ status: "Accepted", ocspResult: OCSP_RESPONSE }));
  await poweredUp(station);
  const root = await newRoot("V2G root");
  await certificateInstalled(station, "V2GRootCertificate", root);
  await certificateInstalled(station, "MORootCertificate", await newRoot("MO root"));
  const subCa1 = await createCertificate({ commonName: "V2G sub-CA 1", role: "authority", issuer: root });
  const subCa2 = await createCertificate({ commonName: "V2G sub-CA 2", role: "authority", issuer: subCa1 });
  const leaf = await certify(await requestTriggered(station, "V2GCertificate"), subCa2);
  const { status } = await csms.call("CertificateSigned", {
    certificateChain: leaf.cert + subCa2.cert + subCa1.cert,
    certificateType: "V2GCertificate",
  });
  assert.equal(status, "Accepted");
  await station.pass(0);
  // Steps 1 and 2, for the leaf and both sub-CAs (errata 2025-06, M06.FR.07).
  const expected = [hashOf(leaf, subCa2), hashOf(subCa2, subCa1), hashOf(subCa1, root)];
  const asked = [];
  for (const _ of expected) asked.push((await csms.expect("GetCertificateStatus")).payload.ocspRequestData);
  assert.deepEqual(asked, expected.map((hash) => ({ ...hash, responderURL: "http://ocsp.example/" })));
  await station.settle();
  assert.equal(csms.received("GetCertificateStatus").length, expected.length);
  // What the CSMS said reaches the ISO 15118 stack's cache.
  await station.settle();
  const { ocspCache } = everest.security;
  assert.deepEqual(ocspCache.map(({ response }) => response), expected.map(() => OCSP_RESPONSE));
  assert.deepEqual(
    ocspCache.map(({ certificate }) => certificate.serial_number),
    expected.map(({ serialNumber }) => serialNumber),
  );
});
