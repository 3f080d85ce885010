import assert from "node:assert/strict";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_30_CS Cold Boot Charging Station - Pending/Rejected - SecurityError", async () => {
  await using station = await startStation({ start: false });
  const { csms, clock } = station;
  csms.on("BootNotification", () => ({
    status: "Rejected",
    interval: 45,
    currentTime: new Date(clock.wallMs()).toISOString(),
  }));
  station.start();
  await csms.expect("BootNotification");
  await station.settle();
  // Steps 3, 4.
  const answer = await csms.tryCall("GetBaseReport", { requestId: 1, reportBase: "FullInventory" });
  assert.equal(answer.kind === "error" && answer.code, "SecurityError");
  // B03.FR.08: whatever the message is.
  const trigger = await csms.tryCall("TriggerMessage", { requestedMessage: "BootNotification" });
  assert.equal(trigger.kind === "error" && trigger.code, "SecurityError");
  await station.settle();
  assert.equal(csms.calls.length, 1);
});
