import assert from "node:assert/strict";
import { eventOf, eventsOf, EVSE_STATE, monitored, STATE_DELTA } from "./harness/monitoring.ts";
import { assertNoError } from "./harness/reports.ts";
import { arrived, evConnectedPreSession } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_16_CS Set Monitoring Level - Success", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  // Memory state: a monitor that is less severe than the level.
  const [id] = await monitored(station, { ...EVSE_STATE, ...STATE_DELTA, severity: 8 });
  // Steps 1 and 2.
  const { status, statusInfo } = await station.csms.call("SetMonitoringLevel", { severity: 7 });
  assert.equal(status, "Accepted");
  assertNoError(statusInfo);
  // The cable is plugged in.
  await evConnectedPreSession(visit);
  await station.pass(10_000);
  // Post scenario: no event for the EVSE.
  assert.deepEqual(eventsOf(station, id!), []);
  // It is the level that keeps it back: when that is gone, the CSMS hears what is true now.
  await station.csms.call("SetMonitoringLevel", { severity: 8 });
  assert.equal((await eventOf(station, id!)).actualValue, "Occupied");
});
