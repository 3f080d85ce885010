import assert from "node:assert/strict";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_F_24_CS Trigger message - StatusNotification - Specific EVSE - Occupied", async () => {
  await using station = await startStation();
  const { csms } = station;
  await csms.expect("StatusNotification");
  // Reusable state EVConnectedPreSession.
  await station.evse(1).plugIn();
  await csms.expect("StatusNotification");
  // Steps 1, 2.
  const evse = { id: 1, connectorId: 1 };
  const { status } = await csms.call("TriggerMessage", { requestedMessage: "StatusNotification", evse });
  assert.equal(status, "Accepted");
  // Steps 3, 4.
  const { payload } = await csms.expect("StatusNotification");
  assert.equal(`${payload.evseId}/${payload.connectorId} ${payload.connectorStatus}`, "1/1 Occupied");
});
