import assert from "node:assert/strict";
import { assertOneOf, booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_19_CS Get Custom Report - for unknown component criteria", async () => {
  await using station = await startStation({
    variables: { "InternalCtrlr.SupportedCriteria": "Active,Available,Enabled" },
  });
  const { csms } = station;
  await booted(station);
  // Steps 1 and 2.
  const { status, statusInfo } = await csms.call("GetReport", {
    requestId: 19,
    componentCriteria: ["Available", "Problem"],
  });
  assert.equal(status, "NotSupported");
  assertOneOf(statusInfo?.reasonCode, [undefined, "UnsupportedParam", "InvalidValue"]);
  // The note of part 6: a criterion outside of the enumeration is caught by the parser.
  const unheard = { requestId: 20, componentCriteria: ["Available", "Unheard"] };
  const answer = await csms.tryCall<"GetReport">("GetReport", unheard);
  assert(answer.kind === "error");
  assert.equal(answer.code, "PropertyConstraintViolation");
  // Nothing is reported.
  await station.settle();
  assert.deepEqual(csms.received("NotifyReport"), []);
});
