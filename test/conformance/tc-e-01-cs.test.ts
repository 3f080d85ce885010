import assert from "node:assert/strict";
import {
  arrived,
  authorized,
  energyTransferStarted,
  evConnectedPreSession,
  nothingMore,
  VALID_TOKEN,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_E_01_CS Start transaction options - PowerPathClosed", async () => {
  await using station = await startStation();
  const visit = await arrived(station, { start: "PowerPathClosed" });
  await authorized(visit);
  assert.equal(visit.events.length, 0);
  // Step 1: the state's validations, and that it is this event that starts the transaction.
  await evConnectedPreSession(visit);
  assert.equal(visit.events[0]?.eventType, "Started");
  // E01.FR.10
  assert.deepEqual(visit.events[0]?.idToken, VALID_TOKEN);
  // Errata 2025-02, step 2.
  await energyTransferStarted(visit);
  await nothingMore(visit);
});
