import assert from "node:assert/strict";
import { assertReported, changeAvailability } from "./harness/availability.ts";
import {
  assertStatusUpdate,
  endedReservations,
  OTHER_TOKEN,
  redeemed,
  reserved,
} from "./harness/reservations.ts";
import { arrived, energyTransferStarted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_H_21_CS Charging Station cancels reservation when Unavailable", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await reserved(station);
  // Steps 1 and 2.
  assert.equal(await changeAvailability(station, "Inoperative", { id: 1 }), "Accepted");
  // Steps 3 and 4.
  await assertReported(station, "Unavailable", [1]);
  // Steps 5 and 6.
  await assertStatusUpdate(station, "Removed");
  await station.settle();
  assert.deepEqual(station.everest.reservation.open, []);
  // Steps 7 and 8.
  assert.equal(await changeAvailability(station, "Operative", { id: 1 }), "Accepted");
  // Steps 9 and 10.
  await assertReported(station, "Available", [1]);
  // Step 11.
  await redeemed(visit, { token: OTHER_TOKEN, becomes: "unchanged", reservationId: undefined });
  // Step 12.
  await energyTransferStarted(visit);
  // EVerest says it too.
  assert.equal(endedReservations(station).length, 1);
});
