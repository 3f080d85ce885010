import assert from "node:assert/strict";
import { testPki } from "../fakes/pki/pki.ts";
import { certify } from "../fakes/pki/signing-request.ts";
import { assertSigningRequest, requestTriggered } from "./harness/certificates.ts";
import { poweredUp } from "./harness/power-up.ts";
import { configured } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const WAIT_SECONDS = 20;

Deno.test("TC_A_23_CS Update Charging Station Certificate by request of CSMS - CertificateSignedRequest Timeout", async () => {
  await using station = await startStation({
    securityProfile: 3,
    variables: { "ISO15118Ctrlr.CountryName": "NL" },
  });
  const { csms, clock } = station;
  await poweredUp(station);
  await configured(station, {
    "SecurityCtrlr.CertSigningWaitMinimum": String(WAIT_SECONDS),
    "SecurityCtrlr.CertSigningRepeatTimes": "1",
  });
  const repeated = async (afterSeconds: number) => {
    await clock.timerSet("security.certificate-signing");
    await station.pass(afterSeconds * 1000 - 1);
    assert.deepEqual(csms.received("SignCertificate").length, sent);
    await station.pass(1);
    sent++;
    return (await csms.expect("SignCertificate")).payload.csr;
  };
  let sent = 1;
  // Steps 1 to 4.
  const csr = await requestTriggered(station, "ChargingStationCertificate");
  // Steps 5 to 7.
  assert.equal(await repeated(WAIT_SECONDS), csr);
  // Steps 8 to 10.
  assert.equal(await repeated(2 * WAIT_SECONDS), csr);
  await station.settle();
  assert.equal(clock.remainingMs("security.certificate-signing"), undefined, "A02.FR.19");
  // Steps 11, 12.
  const certificate = await certify(csr, (await testPki()).root);
  const { status } = await csms.call("CertificateSigned", {
    certificateChain: certificate.cert,
    certificateType: "ChargingStationCertificate",
  });
  assert.equal(status, "Accepted");
});

Deno.test("A03.FR.02 A certificate that expires within a month is renewed without being asked", async () => {
  await using station = await startStation({
    securityProfile: 3,
    variables: { "ISO15118Ctrlr.CountryName": "NL" },
  });
  station.everest.security.expiryDays.set("CSMS", 29);
  await poweredUp(station);
  await station.pass(59_999);
  assert.deepEqual(station.csms.received("SignCertificate"), []);
  await station.pass(1);
  const { payload } = await station.csms.expect("SignCertificate");
  // A03.FR.03, A03.FR.13.
  assertSigningRequest(payload, "ChargingStationCertificate");
  // A03.FR.08: the new certificate is used at once, in a new connection.
  const reconnected = station.csms.nextConnection();
  const certificate = await certify(payload.csr, (await testPki()).root);
  const { status } = await station.csms.call("CertificateSigned", {
    certificateChain: certificate.cert,
    certificateType: "ChargingStationCertificate",
  });
  assert.equal(status, "Accepted");
  await reconnected;
  const { leaves } = station.everest.security.certificates;
  assert.equal(leaves.get("CSMS")?.chain[0], certificate.cert);
});
