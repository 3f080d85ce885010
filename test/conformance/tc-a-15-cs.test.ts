import assert from "node:assert/strict";
import { assertSigningRequest } from "./harness/certificates.ts";
import { poweredUp } from "./harness/power-up.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_A_15_CS Update Charging Station Certificate by request of CSMS - SignCertificateRequest Rejected", async () => {
  await using station = await startStation({
    securityProfile: 3,
    variables: { "ISO15118Ctrlr.CountryName": "NL" },
  });
  const { csms, clock } = station;
  csms.on("SignCertificate", () => ({ status: "Rejected" }));
  await poweredUp(station);
  const trigger = () => csms.call("TriggerMessage", { requestedMessage: "SignChargingStationCertificate" });
  // Steps 1, 2.
  assert.equal((await trigger()).status, "Accepted");
  // Steps 3, 4.
  assertSigningRequest((await csms.expect("SignCertificate")).payload, "ChargingStationCertificate");
  await station.settle();
  // Nothing is repeated, and the next trigger works.
  assert.equal(clock.remainingMs("security.certificate-signing"), undefined);
  assert.equal((await trigger()).status, "Accepted");
  await csms.expect("SignCertificate");
});
