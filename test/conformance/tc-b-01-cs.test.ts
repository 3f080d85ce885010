import assert from "node:assert/strict";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_01_CS Cold Boot Charging Station - Accepted", async () => {
  await using station = await startStation();
  const { csms } = station;
  // Step 1: BootNotificationRequest; step 2: accepted.
  const boot = await csms.expect("BootNotification");
  assert.equal(boot.payload.reason, "PowerUp");
  // Step 3: the station reports every connector.
  const status = await csms.expect("StatusNotification");
  assert.deepEqual({ evseId: status.payload.evseId, connectorId: status.payload.connectorId }, {
    evseId: 1,
    connectorId: 1,
  });
  assert.equal(status.payload.connectorStatus, "Available");
});
