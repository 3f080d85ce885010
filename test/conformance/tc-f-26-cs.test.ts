import assert from "node:assert/strict";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_F_26_CS Trigger message - BootNotification - Rejected", async () => {
  await using station = await startStation();
  const { csms } = station;
  await csms.expect("StatusNotification");
  // Steps 1, 2.
  const { status } = await csms.call("TriggerMessage", { requestedMessage: "BootNotification" });
  assert.equal(status, "Rejected");
  await station.settle();
  assert.equal(csms.received("BootNotification").length, 1);
});
