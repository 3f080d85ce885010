import assert from "node:assert/strict";
import { customReport, nameOf } from "./harness/reports.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const EVSES = 2;

Deno.test("TC_B_56_CS Get Custom Report - with component/variable, but no evseId", async () => {
  await using station = await startStation({ everest: { evses: EVSES } });
  await booted(station);
  // Steps 1 to 4.
  const report = await customReport(station, {
    componentVariable: [{ component: { name: "EVSE" }, variable: { name: "AvailabilityState" } }],
  });
  const expected = Array.from({ length: EVSES }, (_, index) => `EVSE[${index + 1}].AvailabilityState`);
  assert.deepEqual(report.map(nameOf), expected);
  // There is only an Actual value.
  for (const { variableAttribute } of report) {
    assert.deepEqual(variableAttribute, [{ type: "Actual", mutability: "ReadOnly", value: "Available" }]);
  }
});
