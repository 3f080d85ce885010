import assert from "node:assert/strict";
import { assertReported } from "./harness/availability.ts";
import {
  endedReservations,
  OTHER_TOKEN,
  redeemed,
  RESERVATION_ID,
  reserved,
} from "./harness/reservations.ts";
import { arrived, energyTransferStarted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_H_17_CS Cancel reservation of an EVSE - Success", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await reserved(station, { expiryDateTime: new Date(station.clock.wallMs() + 60_000).toISOString() });
  // Steps 1 and 2.
  const { status } = await station.csms.call("CancelReservation", { reservationId: RESERVATION_ID });
  assert.equal(status, "Accepted");
  // Steps 3 and 4.
  await assertReported(station, "Available", [1]);
  // H02, remark: the CSMS knows; whatever EVerest says of it is not told on.
  await station.everest.reservation.tell({ reservation_id: RESERVATION_ID, reservation_status: "Removed" });
  await station.pass(90_000);
  assert.deepEqual(endedReservations(station), []);
  // H02.FR.03
  await redeemed(visit, { token: OTHER_TOKEN, becomes: "unchanged", reservationId: undefined });
  await energyTransferStarted(visit);
});
