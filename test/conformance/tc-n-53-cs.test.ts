import assert from "node:assert/strict";
import { monitored, monitoringReport, powerThreshold, settingsOf, SEVERITY } from "./harness/monitoring.ts";
import { processRestarted } from "./harness/process-restart.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_53_CS Alert Event - Persistent over reboot", async () => {
  await using station = await startStation();
  await booted(station);
  // Memory state.
  const [id] = await monitored(station, powerThreshold("UpperThreshold", 100));
  // Charging state: Booted.
  await processRestarted(station);
  // Steps 1 to 4.
  const entries = await monitoringReport(station, { monitoringCriteria: ["ThresholdMonitoring"] });
  assert.deepEqual(settingsOf(entries), [
    { id, transaction: false, value: 100, type: "UpperThreshold", severity: SEVERITY },
  ]);
});
