import assert from "node:assert/strict";
import { assertFirmwareStatus } from "./harness/firmware-updates.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_F_17_CS Trigger message - FirmwareStatusNotification - Specific EVSE not relevant", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1, 2.
  const { status } = await station.csms.call("TriggerMessage", {
    requestedMessage: "FirmwareStatusNotification",
    evse: { id: 1 },
  });
  assert.equal(status, "Accepted");
  // Steps 3, 4.
  await assertFirmwareStatus(station, "Idle");
});
