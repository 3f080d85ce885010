import assert from "node:assert/strict";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_F_23_CS Trigger message - StatusNotification - Specific EVSE - Available", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  const { csms } = station;
  for (let connector = 0; connector < 2; connector++) await csms.expect("StatusNotification");
  // Steps 1, 2.
  const evse = { id: 2, connectorId: 1 };
  const { status } = await csms.call("TriggerMessage", { requestedMessage: "StatusNotification", evse });
  assert.equal(status, "Accepted");
  // Steps 3, 4.
  const { payload } = await csms.expect("StatusNotification");
  assert.equal(`${payload.evseId}/${payload.connectorId} ${payload.connectorStatus}`, "2/1 Available");
  assert.equal(csms.received("StatusNotification").length, 3);
});
