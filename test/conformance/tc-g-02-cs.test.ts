import assert from "node:assert/strict";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_G_02_CS Connector status Notification - Occupied to Available", async () => {
  await using station = await startStation();
  const { csms } = station;
  await csms.expect("StatusNotification");
  // Reusable state EVConnectedPreSession.
  await station.evse(1).plugIn();
  await csms.expect("StatusNotification");
  // Steps 3, 4.
  await station.evse(1).unplug();
  const { payload } = await csms.expect("StatusNotification");
  assert.equal(`${payload.evseId}/${payload.connectorId} ${payload.connectorStatus}`, "1/1 Available");
});
