import assert from "node:assert/strict";
import { baseReport, nameOf } from "./harness/reports.ts";
import { REQUIRED_VARIABLES } from "./harness/required-variables.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_12_CS Get Base Report - ConfigurationInventory", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1 to 4.
  const entries = await baseReport(station, "ConfigurationInventory");
  for (const entry of entries) {
    for (const { mutability } of entry.variableAttribute) {
      assert(mutability === "ReadWrite" || mutability === "WriteOnly", nameOf(entry));
    }
  }
  // As a minimum the required variables that can be written.
  const names = new Set(entries.map(nameOf));
  const writable = [...REQUIRED_VARIABLES].filter(([, { mutability }]) => !mutability.includes("ReadOnly"));
  assert.deepEqual(writable.map(([name]) => name).filter((name) => !names.has(name)), []);
});
