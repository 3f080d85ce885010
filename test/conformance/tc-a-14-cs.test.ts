import assert from "node:assert/strict";
import { testPki } from "../fakes/pki/pki.ts";
import { certify } from "../fakes/pki/signing-request.ts";
import { requestTriggered } from "./harness/certificates.ts";
import { poweredUp } from "./harness/power-up.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_A_14_CS Update Charging Station Certificate by request of CSMS - Invalid certificate", async () => {
  await using station = await startStation({
    securityProfile: 3,
    variables: { "ISO15118Ctrlr.CountryName": "NL" },
  });
  const { csms, everest, clock } = station;
  await poweredUp(station);
  const inUse = everest.security.certificates.leaves.get("CSMS");
  // Steps 1 to 4.
  const csr = await requestTriggered(station, "ChargingStationCertificate");
  // Steps 5, 6: signed by somebody nobody here trusts.
  const invalid = await certify(csr, (await testPki()).foreignRoot);
  const { status } = await csms.call("CertificateSigned", {
    certificateChain: invalid.cert,
    certificateType: "ChargingStationCertificate",
  });
  assert.equal(status, "Rejected");
  // Steps 7, 8.
  const { payload } = await csms.expect("SecurityEventNotification");
  assert.equal(payload.type, "InvalidChargingStationCertificate");
  // It is discarded, and not asked for again (A02.FR.20).
  assert.equal(everest.security.certificates.leaves.get("CSMS"), inUse);
  assert.equal(clock.remainingMs("security.certificate-signing"), undefined);
  assert.equal(csms.connections, 1);
});

Deno.test("A02.FR.16 A chain longer than MaxCertificateChainSize is rejected", async () => {
  await using station = await startStation({
    securityProfile: 3,
    variables: { "ISO15118Ctrlr.CountryName": "NL", "SecurityCtrlr.MaxCertificateChainSize": "1000" },
  });
  await poweredUp(station);
  const { root } = await testPki();
  const csr = await requestTriggered(station, "ChargingStationCertificate");
  const { cert } = await certify(csr, root);
  const certificateChain = cert + root.cert;
  assert.ok(cert.length <= 1000 && certificateChain.length > 1000);
  const { status, statusInfo } = await station.csms.call("CertificateSigned", { certificateChain });
  assert.equal(status, "Rejected");
  assert.match(statusInfo?.additionalInfo ?? "", /longer than 1000 characters/);
  assert.deepEqual(station.everest.record.callsOf("update_leaf_certificate"), []);
});
