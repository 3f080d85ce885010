import assert from "node:assert/strict";
import { assertMeterValue, MEASURANDS, WRONG_LISTS } from "./harness/meter-values.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_F_12_CS Trigger message - MeterValues - All EVSE", async () => {
  await using station = await startStation({
    everest: { evses: 2 },
    variables: { ...WRONG_LISTS, "AlignedDataCtrlr.Measurands": MEASURANDS },
  });
  const { csms } = station;
  for (let connector = 0; connector < 2; connector++) await csms.expect("StatusNotification");
  await station.pass(1_000); // the meters have shown something
  // Steps 1, 2.
  const { status } = await csms.call("TriggerMessage", { requestedMessage: "MeterValues" });
  assert.equal(status, "Accepted");
  // Steps 3, 4, for every EVSE.
  const sent = [await csms.expect("MeterValues"), await csms.expect("MeterValues")];
  assert.deepEqual(sent.map(({ payload }) => payload.evseId).sort(), [1, 2]);
  for (const { payload } of sent) {
    // F06.FR.06
    assert.equal(payload.meterValue.length, 1);
    assertMeterValue(payload.meterValue[0]!, "Trigger", MEASURANDS);
  }
});
