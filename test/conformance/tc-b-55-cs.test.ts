import assert from "node:assert/strict";
import { customReport, nameOf } from "./harness/reports.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_55_CS Get Custom Report - with component/variable/instance", async () => {
  await using station = await startStation();
  await booted(station);
  const component = { name: "DeviceDataCtrlr" };
  // ItemsPerMessage has several instances.
  const all = await customReport(station, {
    componentVariable: [{ component, variable: { name: "ItemsPerMessage" } }],
  });
  assert(all.length > 1);
  // Steps 1 to 4.
  const report = await customReport(station, {
    componentVariable: [{ component, variable: { name: "ItemsPerMessage", instance: "GetReport" } }],
  });
  assert.deepEqual(report.map(nameOf), ["DeviceDataCtrlr.ItemsPerMessage(GetReport)"]);
});
