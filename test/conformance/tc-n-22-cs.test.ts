import assert from "node:assert/strict";
import { eventOf, eventsOf, EVSE_STATE, monitored, SEVERITY, STATE_DELTA } from "./harness/monitoring.ts";
import { backOnline, booted, configured, goneOffline } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_22_CS Offline Notification - severity equal or lower than OfflineMonitoringEventQueuingSeverity", async () => {
  await using station = await startStation();
  await booted(station);
  await configured(station, { "MonitoringCtrlr.OfflineQueuingSeverity": String(SEVERITY) });
  const [id] = await monitored(station, { ...EVSE_STATE, ...STATE_DELTA });
  await goneOffline(station);
  // Steps 1 and 2.
  await station.evse(1).plugIn();
  await station.pass(10_000);
  assert.deepEqual(eventsOf(station, id!), []);
  await backOnline(station);
  // Steps 3 and 4.
  const event = await eventOf(station, id!);
  assert.equal(event.trigger, "Delta");
  assert.equal(event.actualValue, "Occupied");
  assert.deepEqual([event.component, event.variable], [EVSE_STATE.component, EVSE_STATE.variable]);
  assert.ok(Date.parse(event.timestamp) <= station.clock.wallMs() - 10_000, "the time at which it happened");
});
