import assert from "node:assert/strict";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_F_11_CS Trigger message - MeterValues - Specific EVSE", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  const { csms } = station;
  for (let connector = 0; connector < 2; connector++) await csms.expect("StatusNotification");
  await station.pass(1_000); // the meters have shown something
  // Steps 1, 2.
  const { status } = await csms.call("TriggerMessage", { requestedMessage: "MeterValues", evse: { id: 2 } });
  assert.equal(status, "Accepted");
  // Steps 3, 4.
  const { payload } = await csms.expect("MeterValues");
  assert.equal(payload.evseId, 2);
  assert.equal(payload.meterValue[0]?.sampledValue[0]?.context, "Trigger");
  await station.settle();
  assert.equal(csms.received("MeterValues").length, 1);
});
