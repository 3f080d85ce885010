import assert from "node:assert/strict";
import { customReport } from "./harness/reports.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_17_CS Get Custom Report - with component/variable", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  // Steps 1 to 4.
  const report = await customReport(station, {
    componentVariable: [{
      component: { name: "EVSE", evse: { id: 1 } },
      variable: { name: "AvailabilityState" },
    }],
  });
  assert.equal(report.length, 1);
  const { component, variable, variableAttribute, variableCharacteristics } = report[0]!;
  assert.deepEqual({ component, variable }, {
    component: { name: "EVSE", evse: { id: 1 } },
    variable: { name: "AvailabilityState" },
  });
  assert.equal(variableCharacteristics?.dataType, "OptionList");
  assert.deepEqual(variableCharacteristics?.valuesList?.split(",").map((value) => value.trim()), [
    "Available",
    "Occupied",
    "Reserved",
    "Unavailable",
    "Faulted",
  ]);
  // There is only an Actual value.
  assert.deepEqual(variableAttribute, [{ type: "Actual", mutability: "ReadOnly", value: "Available" }]);
});
