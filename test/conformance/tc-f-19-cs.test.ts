import assert from "node:assert/strict";
import { assertFirmwareStatus, signedUpdateAccepted } from "./harness/firmware-updates.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_F_19_CS Trigger message - FirmwareStatusNotification - Downloading", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1–4.
  await signedUpdateAccepted(station, 19);
  await assertFirmwareStatus(station, "Downloading", 19);
  // Steps 5, 6.
  const { status } = await station.csms.call("TriggerMessage", {
    requestedMessage: "FirmwareStatusNotification",
  });
  assert.equal(status, "Accepted");
  // Steps 7, 8.
  await assertFirmwareStatus(station, "Downloading", 19);
});
