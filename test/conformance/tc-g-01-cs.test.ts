import assert from "node:assert/strict";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_G_01_CS Connector status Notification - Available to Occupied", async () => {
  await using station = await startStation();
  const { csms } = station;
  await csms.expect("StatusNotification");
  // Reusable state EVConnectedPreSession.
  await station.evse(1).plugIn();
  const { payload } = await csms.expect("StatusNotification");
  assert.equal(`${payload.evseId}/${payload.connectorId} ${payload.connectorStatus}`, "1/1 Occupied");
  const state = await csms.call("GetVariables", {
    getVariableData: [{
      component: { name: "Connector", evse: { id: 1, connectorId: 1 } },
      variable: { name: "AvailabilityState" },
    }],
  });
  assert.equal(state.getVariableResult[0]?.attributeValue, "Occupied");
});
