import assert from "node:assert/strict";
import {
  arrived,
  authorized,
  evConnectedPreSession,
  nextEvent,
  nothingMore,
  VALID_TOKEN,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_E_02_CS Start transaction options - EnergyTransfer", async () => {
  await using station = await startStation();
  const visit = await arrived(station, { start: "EnergyTransfer" });
  await authorized(visit);
  // Step 1: only the status; nothing flows yet.
  await evConnectedPreSession(visit);
  await nothingMore(visit);
  assert.equal(visit.events.length, 0);
  // Step 3.
  await station.evse(1).startCharging();
  const started = await nextEvent(visit);
  assert.equal(started.eventType, "Started");
  assert.equal(started.triggerReason, "ChargingStateChanged");
  assert.deepEqual(started.idToken, VALID_TOKEN);
  assert.deepEqual(started.evse, { id: 1, connectorId: 1 });
  assert.equal(started.transactionInfo.chargingState, "Charging");
  await nothingMore(visit);
});
