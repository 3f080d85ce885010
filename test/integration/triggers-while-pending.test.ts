import assert from "node:assert/strict";
import type { RequestOf } from "../../src/ocpp/messages.ts";
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

Deno.test("of reports only those of the device model are sent while Pending; the others when the CSMS has accepted (B02.FR.02)", async () => {
  await using station = await startStation({ start: false });
  const { csms } = station;
  const { accept } = registration(station, "Pending");
  station.start();
  await csms.expect("BootNotification");
  const monitor: RequestOf<"SetVariableMonitoring">["setMonitoringData"][number] = {
    component: { name: "EVSE", evse: { id: 1 } },
    variable: { name: "AvailabilityState" },
    type: "Delta",
    value: 1,
    severity: 5,
  };
  await csms.call("SetVariableMonitoring", { setMonitoringData: [monitor] });
  assert.equal((await csms.call("GetMonitoringReport", { requestId: 5 })).status, "Accepted");
  const customer = { requestId: 6, report: true, clear: false, customerIdentifier: "somebody" };
  assert.equal((await csms.call("CustomerInformation", customer)).status, "Accepted");
  const profile: RequestOf<"SetChargingProfile">["chargingProfile"] = {
    id: 1,
    stackLevel: 0,
    chargingProfilePurpose: "ChargingStationMaxProfile",
    chargingProfileKind: "Absolute",
    chargingSchedule: [{
      id: 1,
      chargingRateUnit: "A",
      startSchedule: new Date(station.clock.wallMs()).toISOString(),
      chargingSchedulePeriod: [{ startPeriod: 0, limit: 16 }],
    }],
  };
  assert.equal(
    (await csms.call("SetChargingProfile", { evseId: 0, chargingProfile: profile })).status,
    "Accepted",
  );
  assert.equal(
    (await csms.call("GetChargingProfiles", { requestId: 7, chargingProfile: {} })).status,
    "Accepted",
  );
  await csms.call("GetReport", {
    requestId: 8,
    componentVariable: [{ component: { name: "OCPPCommCtrlr" }, variable: { name: "HeartbeatInterval" } }],
  });
  await csms.expect("NotifyReport");
  await station.pass(30_000);
  assert.deepEqual(csms.calls.map(({ action }) => action), ["BootNotification", "NotifyReport"]);
  accept();
  await station.pass(60_000);
  for (
    const action of ["NotifyMonitoringReport", "NotifyCustomerInformation", "ReportChargingProfiles"] as const
  ) {
    await csms.expect(action);
  }
});

Deno.test("a report that began while Pending does not go on while Rejected (B03.FR.02)", async () => {
  await using station = await startStation({
    start: false,
    variables: { "InternalCtrlr.MaxMessageSize": 4000 },
  });
  const { csms, clock } = station;
  let status: "Pending" | "Rejected" = "Pending";
  csms.on("BootNotification", () => ({
    status,
    currentTime: new Date(clock.wallMs()).toISOString(),
    interval: 20,
  }));
  station.start();
  await csms.expect("BootNotification");
  await station.settle();
  csms.hold("NotifyReport");
  await csms.call("GetBaseReport", { requestId: 1, reportBase: "FullInventory" });
  const page = await csms.expect("NotifyReport");
  status = "Rejected";
  // The retry is due while the page has no answer yet.
  clock.advance(20_500);
  page.reply({});
  await csms.expect("BootNotification");
  csms.answerAsUsual("NotifyReport");
  await station.settle();
  const before = csms.calls.length;
  await station.pass(10_000);
  assert.deepEqual(csms.calls.slice(before).map(({ action }) => action), []);
  await station.pass(20_000);
  assert.deepEqual(csms.calls.at(-1)?.action, "BootNotification");
});
