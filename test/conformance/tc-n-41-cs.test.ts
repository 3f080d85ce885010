import assert from "node:assert/strict";
import { EVSE_STATE, monitored, monitoringReport, settingsOf, STATE_DELTA } from "./harness/monitoring.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_41_CS Set Variable Monitoring - Return to FactoryDefault", async () => {
  await using station = await startStation({
    monitors: {
      "EVSE[1].AvailabilityState": [{
        type: "Delta",
        value: 1,
        severity: 5,
        config_type: "PreconfiguredMonitor",
      }],
    },
  });
  await booted(station);
  const request = { monitoringCriteria: ["DeltaMonitoring"], componentVariable: [EVSE_STATE] } as const;
  // Memory state.
  const [preconfigured] = settingsOf(await monitoringReport(station, request));
  assert.deepEqual([preconfigured?.type, preconfigured?.severity], ["Delta", 5]);
  // Steps 1 and 2.
  const id = preconfigured!.id;
  await monitored(station, { ...EVSE_STATE, ...STATE_DELTA, id, severity: 6 });
  // Steps 3 to 6.
  assert.deepEqual(settingsOf(await monitoringReport(station, request)), [{ ...preconfigured, severity: 6 }]);
  // Steps 7 and 8.
  const { status } = await station.csms.call("SetMonitoringBase", { monitoringBase: "FactoryDefault" });
  assert.equal(status, "Accepted");
  // Steps 9 to 12.
  assert.deepEqual(settingsOf(await monitoringReport(station, request)), [preconfigured]);
});
