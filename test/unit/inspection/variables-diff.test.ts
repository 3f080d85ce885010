import assert from "node:assert/strict";
import type { InspectedVariable } from "../../../src/inspection/variables.ts";
import { differencesBetween, differencesToFiles } from "../../../src/inspection/variables-diff.ts";

function variable(
  name: string,
  attribute: Partial<InspectedVariable["attributes"][number]> = {},
): InspectedVariable {
  return {
    component: { name: "TxCtrlr" },
    variable: { name },
    dataType: "string",
    supportsMonitoring: false,
    source: "OCPP",
    isRequired: false,
    takesEffect: "atOnce",
    attributes: [{ type: "Actual", mutability: "ReadWrite", differs: false, ...attribute }],
  };
}

Deno.test("to the files: only what was set, and is another value", () => {
  const found = differencesToFiles([
    variable("Same", { value: "1", fileDefault: "1" }),
    variable("Other", { value: "2", fileDefault: "1", setBy: "csms", setMs: 5, differs: true }),
  ]);
  assert.deepEqual(found, [{
    ...{ component: { name: "TxCtrlr" }, variable: { name: "Other" }, attribute: "Actual" },
    ...{ here: "2", there: "1", setBy: "csms", setMs: 5 },
  }]);
});

Deno.test("between stations: settings only, without regard to case, and what only one of them has", () => {
  const here = [
    variable("A", { value: "1" }),
    variable("B", { value: "1" }),
    variable("Empty", { value: "" }),
    variable("Mine", { value: "1" }),
  ];
  const there = [
    variable("a", { value: "2" }),
    variable("B", { value: "1" }),
    variable("Empty"),
    variable("Theirs", { value: "3" }),
    variable("Live", { value: "9", mutability: "ReadOnly" }),
  ];
  const found = differencesBetween(here, there).map(({ variable: { name }, here, there, onlyIn }) => [
    ...[name, here, there, onlyIn],
  ]);
  assert.deepEqual(found, [
    ["A", "1", "2", undefined],
    ["Mine", "1", undefined, "here"],
    ["Theirs", undefined, "3", "there"],
  ]);
});
