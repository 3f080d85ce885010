import assert from "node:assert/strict";
import { createCertificate } from "../fakes/pki/certificate.ts";
import { poweredUp } from "./harness/power-up.ts";
import { hashOf, installedCertificates } from "./harness/certificates.ts";
import { startStation } from "./harness/station-under-test.ts";

const DAY_MS = 24 * 3600 * 1000;

Deno.test("TC_M_07_CS Install CA certificate - Rejected - Certificate invalid", async () => {
  await using station = await startStation({ securityProfile: 2 });
  const { csms } = station;
  await poweredUp(station);
  const expired = await createCertificate({
    commonName: "Expired root",
    role: "authority",
    notBefore: new Date(Date.now() - 2 * DAY_MS),
    notAfter: new Date(Date.now() - DAY_MS),
  });
  for (const certificate of [expired.cert, "no certificate at all"]) {
    // Steps 1, 2.
    const certificateType = "CSMSRootCertificate";
    const { status, statusInfo } = await csms.call("InstallCertificate", { certificateType, certificate });
    assert.equal(status, "Rejected");
    assert.equal(statusInfo?.reasonCode, "InvalidCertificate");
  }
  // Steps 3, 4.
  const installed = await installedCertificates(station, "CSMSRootCertificate");
  assert(!installed.some(({ serialNumber }) => serialNumber === hashOf(expired).serialNumber));
});
