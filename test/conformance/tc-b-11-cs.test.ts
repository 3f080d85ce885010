import assert from "node:assert/strict";
import { booted } from "./harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "./harness/station-under-test.ts";

/** An integer, a decimal, a boolean, a time and a text. */
const VALUES = ["300", "300.1", "true", "2026-01-15T10:00:00.000Z", "abc"];

/** The answer to every value of the case: its status, with the reason code where there is one. */
async function answers(
  { csms }: StationUnderTest,
  component: string,
  variable: string,
  values = VALUES,
): Promise<string[]> {
  const answered: string[] = [];
  for (const attributeValue of values) {
    const key = { component: { name: component }, variable: { name: variable } };
    const { setVariableResult } = await csms.call("SetVariables", {
      setVariableData: [{ ...key, attributeValue }],
    });
    const { attributeStatus, attributeStatusInfo, ...echo } = setVariableResult[0]!;
    assert.deepEqual(echo, { ...key, attributeType: "Actual" });
    answered.push(
      attributeStatusInfo ? `${attributeStatus} ${attributeStatusInfo.reasonCode}` : attributeStatus,
    );
  }
  return answered;
}

const WRONG = "Rejected InvalidValue";

Deno.test("TC_B_11_CS Set Variables - invalidly formatted values", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1, 2: an integer.
  assert.deepEqual(await answers(station, "OCPPCommCtrlr", "OfflineThreshold"), [
    "Accepted",
    ...Array(4).fill(WRONG),
  ]);
  // Steps 5, 6: a boolean.
  assert.deepEqual(await answers(station, "AuthCtrlr", "AuthorizeRemoteStart"), [
    WRONG,
    WRONG,
    "Accepted",
    WRONG,
    WRONG,
  ]);
  // Steps 7, 8 are only for stations that have this variable.
  assert.deepEqual(
    await answers(station, "ClockCtrlr", "NextTimeOffsetTransitionDateTime"),
    Array(5).fill("UnknownVariable"),
  );
});

Deno.test("TC_B_11_CS Set Variables - invalidly formatted values, with smart charging", async () => {
  await using station = await startStation({ variables: { "SmartChargingCtrlr.Available": true } });
  await booted(station);
  // Steps 3, 4: a decimal, and a percentage, so the values of the case that are numbers are too large.
  assert.deepEqual(
    await answers(station, "SmartChargingCtrlr", "LimitChangeSignificance", [...VALUES, "10", "10.1"]),
    ["Rejected ValueOutOfRange", "Rejected ValueOutOfRange", WRONG, WRONG, WRONG, "Accepted", "Accepted"],
  );
});
