import assert from "node:assert/strict";
import { missingRequired } from "../../../src/variables/required-variables.ts";
import { REQUIRED_VARIABLES } from "../../conformance/harness/required-variables.ts";
import { component, variable } from "./fixture.ts";

Deno.test("required variables that the configuration lacks are named, in any case of letters", () => {
  assert.deepEqual([...missingRequired([])].sort(), [...REQUIRED_VARIABLES.keys()].sort());
  const some = missingRequired([
    component("txctrlr", [variable("TXSTARTPOINT", { dataType: "MemberList" })]),
    component("OCPPCommCtrlr", [
      variable({ name: "MessageTimeout", instance: "default" }, { dataType: "integer" }),
      variable({ name: "MessageAttempts" }, { dataType: "integer" }),
    ]),
  ]);
  assert.equal(some.length, REQUIRED_VARIABLES.size - 2);
  assert(some.includes("OCPPCommCtrlr.MessageAttempts(TransactionEvent)"));
});
