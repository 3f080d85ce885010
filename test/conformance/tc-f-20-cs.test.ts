import assert from "node:assert/strict";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_F_20_CS Trigger message - Heartbeat", async () => {
  await using station = await startStation();
  const { csms } = station;
  await csms.expect("StatusNotification");
  // Steps 1, 2.
  const { status } = await csms.call("TriggerMessage", { requestedMessage: "Heartbeat" });
  assert.equal(status, "Accepted");
  // Steps 3, 4.
  await csms.expect("Heartbeat");
});
