import assert from "node:assert/strict";
import { readVariable } from "./harness/monitoring.ts";
import { assertNoError } from "./harness/reports.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_05_CS Set Monitoring Base - success", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1 to 6.
  for (const monitoringBase of ["All", "FactoryDefault", "HardWiredOnly"] as const) {
    const { status, statusInfo } = await station.csms.call("SetMonitoringBase", { monitoringBase });
    assert.equal(status, "Accepted");
    assertNoError(statusInfo);
    assert.equal(await readVariable(station, "MonitoringCtrlr", "ActiveMonitoringBase"), monitoringBase);
  }
});
