import assert from "node:assert/strict";
import {
  assertNoMonitors,
  eventOf,
  eventsOf,
  EVSE_POWER,
  monitored,
  powerThreshold,
} from "./harness/monitoring.ts";
import { arrived, energyTransferStarted, stopAuthorized } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_52_CS Set Variable Monitoring - Removing a VariableMonitor", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  // Memory state.
  const [id] = await monitored(station, powerThreshold("UpperThreshold", 0));
  await energyTransferStarted(visit);
  await station.pass(1000);
  assert.equal((await eventOf(station, id!)).trigger, "Alerting");
  // Steps 1 and 2.
  const { clearMonitoringResult } = await station.csms.call("ClearVariableMonitoring", { id: [id!] });
  assert.deepEqual(clearMonitoringResult, [{ id, status: "Accepted" }]);
  // Steps 3 and 4.
  await assertNoMonitors(station, {
    monitoringCriteria: ["ThresholdMonitoring"],
    componentVariable: [EVSE_POWER],
  });
  // Steps 5 and 6.
  await stopAuthorized(visit);
  await station.pass(20_000);
  assert.equal(eventsOf(station, id!).length, 1);
});
