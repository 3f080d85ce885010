import assert from "node:assert/strict";
import { assertReported } from "./harness/availability.ts";
import {
  assertStatusUpdate,
  endedReservations,
  OTHER_TOKEN,
  redeemed,
  reserved,
} from "./harness/reservations.ts";
import { arrived, energyTransferStarted, nothingMore } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_H_07_CS Reserve a specific EVSE - Reservation Ended / not used", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await reserved(station, { expiryDateTime: new Date(station.clock.wallMs() + 60_000).toISOString() });
  await station.pass(59_000);
  assert.deepEqual(endedReservations(station), []);
  await station.pass(1000);
  // Steps 1 and 2 (H04.FR.03).
  await assertReported(station, "Available", [1]);
  // Steps 3 and 4.
  await assertStatusUpdate(station, "Expired");
  // Step 5.
  await redeemed(visit, { token: OTHER_TOKEN, becomes: "unchanged", reservationId: undefined });
  // Step 6.
  await energyTransferStarted(visit);
  await nothingMore(visit);
  assert(visit.events.every(({ reservationId }) => reservationId === undefined));
  // It is told once.
  await station.pass(60_000);
  assert.equal(endedReservations(station).length, 1);
});
