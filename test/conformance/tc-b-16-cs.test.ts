import assert from "node:assert/strict";
import type { ReportDataType } from "../../src/ocpp/messages.ts";
import { actualOf, baseReport, customReport, nameOf } from "./harness/reports.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const ownerOf = (entry: ReportDataType) => nameOf({ component: entry.component, variable: { name: "" } });
const isEnabled = ({ variable }: ReportDataType) => variable.name === "Enabled";
const isWriteOnly = ({ variableAttribute }: ReportDataType) =>
  variableAttribute.every(({ mutability }) => mutability === "WriteOnly");

Deno.test("TC_B_16_CS Get Custom Report - with component criteria", async () => {
  await using station = await startStation();
  await booted(station);
  const everything = await baseReport(station, "FullInventory");
  // Steps 1 to 4.
  const report = await customReport(station, { componentCriteria: ["Enabled"] });
  // Of the variables named Enabled, those that are true, and all of them.
  const named = (entries: readonly ReportDataType[], value: string) =>
    entries.filter((entry) => isEnabled(entry) && actualOf(entry) === value);
  assert(named(everything, "true").length > 0);
  assert.deepEqual(named(report, "true").map(nameOf), named(everything, "true").map(nameOf));

  // B08.FR.09 goes further than the case: every component is reported that is not disabled, the ones without an
  // Enabled of their own among them.
  const disabled = new Set(named(everything, "false").map(ownerOf));
  for (const entry of named(everything, "true")) disabled.delete(ownerOf(entry));
  assert(disabled.size > 0);
  const expected = everything.filter((entry) => !disabled.has(ownerOf(entry)));
  assert.deepEqual(report.map(nameOf), expected.map(nameOf));

  // Steps 5, 6: every variable that was reported; a WriteOnly one is Rejected (errata 2025-02).
  for (let start = 0; start < report.length; start += 100) {
    const asked = report.slice(start, start + 100);
    const { getVariableResult } = await station.csms.call("GetVariables", {
      getVariableData: asked.map(({ component, variable }) => ({ component, variable })),
    });
    for (const [index, { attributeStatus, attributeValue }] of getVariableResult.entries()) {
      const entry = asked[index]!;
      assert.equal(attributeStatus, isWriteOnly(entry) ? "Rejected" : "Accepted", nameOf(entry));
      assert.equal(attributeValue, actualOf(entry), nameOf(entry));
    }
  }
  assert(report.some(isWriteOnly));
});
