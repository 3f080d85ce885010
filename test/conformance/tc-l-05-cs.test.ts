import assert from "node:assert/strict";
import { assertSecurityEvent, foreignSigner, SIGNATURE, updateFirmware } from "./harness/firmware-updates.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_L_05_CS Secure Firmware Update - InvalidCertificate", async () => {
  await using station = await startStation();
  await booted(station);
  const { cert: signingCertificate } = await foreignSigner();
  // Steps 1, 2.
  const { status } = await updateFirmware(station, 5, { signingCertificate, signature: SIGNATURE });
  assert.equal(status, "InvalidCertificate");
  // Steps 3, 4.
  await assertSecurityEvent(station, "InvalidFirmwareSigningCertificate");
  assert.deepEqual(station.everest.record.callsOf("update_firmware"), []);
});
