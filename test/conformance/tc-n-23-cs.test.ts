import assert from "node:assert/strict";
import { eventOf, eventsOf, EVSE_STATE, monitored, SEVERITY, STATE_DELTA } from "./harness/monitoring.ts";
import { arrived, backOnline, evConnectedPreSession, goneOffline } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_23_CS Offline Notification - severity higher than OfflineMonitoringEventQueuingSeverity", async () => {
  await using station = await startStation();
  const visit = await arrived(station, {
    start: "EVConnected",
    stop: "EVConnected",
    variables: { "MonitoringCtrlr.OfflineQueuingSeverity": String(SEVERITY) },
  });
  const { csms } = station;
  // Memory state.
  const connector = { ...EVSE_STATE, component: { name: "Connector", evse: { id: 1, connectorId: 1 } } };
  const ids = await monitored(
    station,
    { ...EVSE_STATE, ...STATE_DELTA, severity: SEVERITY + 1 },
    { ...connector, ...STATE_DELTA, severity: SEVERITY + 1 },
  );
  // Steps 1 to 4.
  await evConnectedPreSession(visit);
  for (const id of ids) assert.equal((await eventOf(station, id)).actualValue, "Occupied");
  await station.settle();
  await goneOffline(station);
  await station.evse(1).unplug();
  await station.evse(1).plugIn();
  await station.pass(10_000);
  await backOnline(station);
  // Steps 5 to 8.
  const ended = (await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Ended")).payload;
  assert.equal(ended.triggerReason, "EVCommunicationLost");
  assert.equal(ended.transactionInfo.chargingState, "Idle");
  const started = (await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Started")).payload;
  assert.equal(started.triggerReason, "CablePluggedIn");
  assert.equal(started.transactionInfo.chargingState, "EVConnected");
  // No event: the state is what the CSMS was last told.
  await station.pass(10_000);
  for (const id of ids) assert.equal(eventsOf(station, id).length, 1);
});
