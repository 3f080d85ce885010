import assert from "node:assert/strict";
import { startStation } from "../conformance/harness/station-under-test.ts";

Deno.test("a transaction event that waits for acceptance cannot be triggered, and nobody is told that it comes", async () => {
  await using station = await startStation({
    start: false,
    variables: { "TxCtrlr.TxStartPoint": "EVConnected" },
  });
  const { csms } = station;
  let status: "Pending" | "Accepted" = "Pending";
  csms.on("BootNotification", () => ({
    status,
    currentTime: new Date(station.clock.wallMs()).toISOString(),
    interval: 60,
  }));
  station.start();
  await csms.expect("BootNotification");
  await station.evse(1).plugIn();
  await station.settle();
  const trigger = () => csms.call("TriggerMessage", { requestedMessage: "TransactionEvent" });
  const { status: answer, statusInfo } = await trigger();
  assert.equal(answer, "Rejected");
  assert.equal(statusInfo?.reasonCode, "CSNotAccepted");
  assert.deepEqual(csms.received("TransactionEvent"), []);
  status = "Accepted";
  await station.pass(60_000);
  await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Started");
  assert.equal((await trigger()).status, "Accepted");
  await csms.expect("TransactionEvent", ({ triggerReason }) => triggerReason === "Trigger");
});
