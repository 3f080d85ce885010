import assert from "node:assert/strict";
import { EVSE_POWER, monitoringReport, namesOf, setMonitors, SEVERITY } from "./harness/monitoring.ts";
import { assertNoError } from "./harness/reports.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_43_CS Set Variable Monitoring - an out of range value between two valid ones", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1 and 2.
  const results = await setMonitors(
    station,
    { ...EVSE_POWER, type: "UpperThreshold", value: 10_000, severity: SEVERITY },
    { ...EVSE_POWER, type: "Delta", value: -1, severity: SEVERITY },
    { ...EVSE_POWER, type: "LowerThreshold", value: 10, severity: SEVERITY },
  );
  assert.deepEqual(results.map(({ status }) => status), ["Accepted", "Rejected", "Accepted"]);
  for (const { statusInfo } of results) assertNoError(statusInfo);
  assert.deepEqual(namesOf(await monitoringReport(station)), [
    "EVSE[1].Power LowerThreshold",
    "EVSE[1].Power UpperThreshold",
  ]);
});
