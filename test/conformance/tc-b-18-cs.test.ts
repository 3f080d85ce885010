import assert from "node:assert/strict";
import type { RequestOf } from "../../src/ocpp/messages.ts";
import { actualOf, customReport, nameOf } from "./harness/reports.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

type Filters = NonNullable<RequestOf<"GetReport">["componentVariable"]>;

const STATE_OF_EVSE_1: Filters = [{
  component: { name: "EVSE", evse: { id: 1 } },
  variable: { name: "AvailabilityState" },
}];

Deno.test("TC_B_18_CS Get Custom Report - with component criteria and component/variable", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  // Steps 1 to 4.
  const report = await customReport(station, {
    componentCriteria: ["Available"],
    componentVariable: STATE_OF_EVSE_1,
  });
  assert.deepEqual(report.map(nameOf), ["EVSE[1].AvailabilityState"]);
  const [entry] = report;
  assert.equal(actualOf(entry!), "Available");
  assert.equal(entry?.variableCharacteristics?.dataType, "OptionList");
  assert.deepEqual(entry?.variableAttribute.map(({ type, mutability }) => ({ type, mutability })), [
    { type: "Actual", mutability: "ReadOnly" },
  ]);

  // Steps 5, 6: EVSE 1 has no problem.
  const before = station.csms.received("NotifyReport").length;
  const { status, statusInfo } = await station.csms.call("GetReport", {
    requestId: 4711,
    componentCriteria: ["Problem"],
    componentVariable: STATE_OF_EVSE_1,
  });
  assert.equal(status, "EmptyResultSet");
  assert.equal(statusInfo?.reasonCode ?? "NotFound", "NotFound");
  await station.settle();
  assert.equal(station.csms.received("NotifyReport").length, before);
});
