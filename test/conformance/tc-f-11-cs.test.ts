import assert from "node:assert/strict";
import { assertMeterValue, MEASURANDS, WRONG_LISTS } from "./harness/meter-values.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_F_11_CS Trigger message - MeterValues - Specific EVSE", async () => {
  await using station = await startStation({
    everest: { evses: 2 },
    variables: { ...WRONG_LISTS, "AlignedDataCtrlr.Measurands": MEASURANDS },
  });
  const { csms } = station;
  for (let connector = 0; connector < 2; connector++) await csms.expect("StatusNotification");
  await station.pass(1_000); // the meters have shown something
  // Steps 1, 2.
  const { status } = await csms.call("TriggerMessage", { requestedMessage: "MeterValues", evse: { id: 2 } });
  assert.equal(status, "Accepted");
  // Steps 3, 4.
  const { payload } = await csms.expect("MeterValues");
  assert.equal(payload.evseId, 2);
  // F06.FR.06
  assert.equal(payload.meterValue.length, 1);
  assertMeterValue(payload.meterValue[0]!, "Trigger", MEASURANDS);
  await station.settle();
  assert.equal(csms.received("MeterValues").length, 1);
});
