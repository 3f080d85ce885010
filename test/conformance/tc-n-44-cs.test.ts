import assert from "node:assert/strict";
import { monitoringReport, settingsOf } from "./harness/monitoring.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_44_CS Clear Monitoring - Rejected", async () => {
  await using station = await startStation({
    monitors: {
      "EVSE[1].AvailabilityState": [{
        type: "Delta",
        value: 1,
        severity: 5,
        config_type: "HardWiredMonitor",
      }],
    },
  });
  await booted(station);
  const before = await monitoringReport(station);
  const [hardWired] = settingsOf(before);
  // Steps 1 and 2.
  const { clearMonitoringResult } = await station.csms.call("ClearVariableMonitoring", {
    id: [hardWired!.id],
  });
  assert.deepEqual(clearMonitoringResult.map(({ id, status }) => ({ id, status })), [
    { id: hardWired!.id, status: "Rejected" },
  ]);
  assert.deepEqual(await monitoringReport(station), before);
});
