import assert from "node:assert/strict";
import { poweredUp } from "./harness/power-up.ts";
import {
  assertContains,
  certificateInstalled,
  hashOf,
  installedCertificates,
  newRoot,
} from "./harness/certificates.ts";
import { startStation } from "./harness/station-under-test.ts";

const ENTRIES = { component: { name: "SecurityCtrlr" }, variable: { name: "CertificateEntries" } };

Deno.test("TC_M_20_CS Delete a certificate from a Charging Station - Success", async () => {
  await using station = await startStation({ securityProfile: 2 });
  const { csms } = station;
  const entries = async () => {
    const answer = await csms.call("GetVariables", { getVariableData: [ENTRIES] });
    return answer.getVariableResult[0]?.attributeValue;
  };
  await poweredUp(station);
  const root = await newRoot("Root 2");
  await certificateInstalled(station, "CSMSRootCertificate", root);
  assert.equal(await entries(), "2");
  // Step 1.
  assertContains(await installedCertificates(station, "CSMSRootCertificate"), hashOf(root));
  // Steps 2, 3.
  const { status } = await csms.call("DeleteCertificate", { certificateHashData: hashOf(root) });
  assert.equal(status, "Accepted");
  // Step 4.
  const left = await installedCertificates(station, "CSMSRootCertificate");
  assert(!left.some(({ serialNumber }) => serialNumber === hashOf(root).serialNumber));
  assert.equal(await entries(), "1");
});

Deno.test("CertificateEntries also counts what others install", async () => {
  await using station = await startStation({ securityProfile: 2 });
  const { csms, everest } = station;
  await poweredUp(station);
  everest.security.certificates.install((await newRoot("V2G root")).cert, "V2G");
  await everest.security.announce({ operation: "Installed", ca_certificate_type: "V2G" });
  await everest.record.call(({ command }) => command === "get_installed_certificates");
  await station.settle();
  const { getVariableResult } = await csms.call("GetVariables", { getVariableData: [ENTRIES] });
  assert.equal(getVariableResult[0]?.attributeValue, "2");
});
