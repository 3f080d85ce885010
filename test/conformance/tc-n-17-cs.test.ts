import assert from "node:assert/strict";
import { readVariable } from "./harness/monitoring.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_17_CS Set Monitoring Level - Out of range", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1 to 4.
  for (const severity of [10, -1]) {
    const { status, statusInfo } = await station.csms.call("SetMonitoringLevel", { severity });
    assert.equal(status, "Rejected");
    assert.equal(statusInfo?.reasonCode ?? "ValueOutOfRange", "ValueOutOfRange");
  }
  assert.equal(await readVariable(station, "MonitoringCtrlr", "ActiveMonitoringLevel"), "9");
});
