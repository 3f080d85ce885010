import assert from "node:assert/strict";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

/** The CSMS answers BootNotification so, until it is told to accept. */
function registration({ csms, clock }: StationUnderTest, until: "Pending" | "Rejected"): { accept(): void } {
  let status: "Pending" | "Rejected" | "Accepted" = until;
  const currentTime = () => new Date(clock.wallMs()).toISOString();
  csms.on("BootNotification", () => ({ status, currentTime: currentTime(), interval: 60 }));
  return { accept: () => void (status = "Accepted") };
}

Deno.test("a transaction event that waits for acceptance cannot be triggered, and nobody is told that it comes", async () => {
  await using station = await startStation({
    start: false,
    variables: { "TxCtrlr.TxStartPoint": "EVConnected" },
  });
  const { csms } = station;
  const { accept } = registration(station, "Pending");
  station.start();
  await csms.expect("BootNotification");
  await station.evse(1).plugIn();
  await station.settle();
  const trigger = () => csms.call("TriggerMessage", { requestedMessage: "TransactionEvent" });
  const { status: answer, statusInfo } = await trigger();
  assert.equal(answer, "Rejected");
  assert.equal(statusInfo?.reasonCode, "CSNotAccepted");
  assert.deepEqual(csms.received("TransactionEvent"), []);
  accept();
  await station.pass(60_000);
  await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Started");
  assert.equal((await trigger()).status, "Accepted");
  await csms.expect("TransactionEvent", ({ triggerReason }) => triggerReason === "Trigger");
});

for (const answer of ["Pending", "Rejected"] as const) {
  Deno.test(`who may charge without a question can while the station is ${answer}, and the CSMS hears of it when it has accepted (B02.FR.03, B03.FR.01)`, async () => {
    await using station = await startStation({
      start: false,
      variables: { "AuthCtrlr.OfflineTxForUnknownIdEnabled": "true" },
    });
    const { csms } = station;
    const { accept } = registration(station, answer);
    station.start();
    await csms.expect("BootNotification");
    await station.evse(1).plugIn();
    assert.equal(await station.everest.auth.swipe("RFID0001"), "UsedToStart");
    await station.evse(1).startCharging();
    await station.settle();
    assert.deepEqual(csms.received("TransactionEvent"), []);
    accept();
    await station.pass(60_000);
    const { payload } = await csms.expect("TransactionEvent");
    assert.deepEqual([payload.eventType, payload.triggerReason], ["Started", "Authorized"]);
    await csms.expect(
      "TransactionEvent",
      ({ transactionInfo }) => transactionInfo.chargingState === "Charging",
    );
  });
}
