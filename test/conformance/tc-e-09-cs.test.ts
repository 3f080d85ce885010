import assert from "node:assert/strict";
import {
  arrived,
  authorized,
  energyTransferStarted,
  evConnectedPreSession,
  nothingMore,
  parkingBayOccupied,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_E_09_CS Start transaction options - EVConnected", async () => {
  await using station = await startStation();
  const visit = await arrived(station, { start: "EVConnected" });
  parkingBayOccupied();
  // Errata 2025-02, step 1; steps 1 and 3 of the original table.
  await evConnectedPreSession(visit);
  const [started] = visit.events;
  assert.equal(started?.eventType, "Started");
  assert.equal(started.triggerReason, "CablePluggedIn");
  assert.deepEqual(started.evse, { id: 1, connectorId: 1 });
  assert.equal(started.transactionInfo.chargingState, "EVConnected");
  assert.equal(started.idToken, undefined);
  // Step 2.
  await authorized(visit);
  // Step 3.
  await energyTransferStarted(visit);
  await nothingMore(visit);
});
