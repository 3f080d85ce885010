import assert from "node:assert/strict";
import {
  assertFirmwareStatus,
  assertSecurityEvent,
  becomes,
  signedUpdateAccepted,
} from "./harness/firmware-updates.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_L_06_CS Secure Firmware Update - InvalidSignature", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1–4.
  await signedUpdateAccepted(station, 6);
  await assertFirmwareStatus(station, "Downloading", 6);
  // Steps 5–8.
  await becomes(station, "Downloaded", 6);
  await becomes(station, "InvalidSignature", 6);
  // Steps 9, 10.
  await assertSecurityEvent(station, "InvalidFirmwareSignature");
  assert.equal(station.everest.system.updates.permissions, 0);
});
