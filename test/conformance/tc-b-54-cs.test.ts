import assert from "node:assert/strict";
import { customReport, nameOf } from "./harness/reports.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_54_CS Get Custom Report - with component/variable, but no instance", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1 to 4; B08.FR.21: every instance.
  const report = await customReport(station, {
    componentVariable: [{
      component: { name: "DeviceDataCtrlr" },
      variable: { name: "ItemsPerMessage" },
    }],
  });
  assert.deepEqual(report.map(nameOf), [
    "DeviceDataCtrlr.ItemsPerMessage(GetReport)",
    "DeviceDataCtrlr.ItemsPerMessage(GetVariables)",
    "DeviceDataCtrlr.ItemsPerMessage(SetVariables)",
  ]);
});
