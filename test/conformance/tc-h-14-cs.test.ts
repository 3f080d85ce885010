import assert from "node:assert/strict";
import { assertNothingReported, assertReported } from "./harness/availability.ts";
import { OTHER_TOKEN, reserveNow } from "./harness/reservations.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_H_14_CS Reserve an unspecified EVSE - Amount of EVSEs available equals the amount of reservations", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  const before = station.csms.received("StatusNotification").length;
  // Steps 1 and 2, twice.
  assert.equal((await reserveNow(station, { evseId: null })).status, "Accepted");
  await assertNothingReported(station, before);
  const second = await reserveNow(station, { id: 18, evseId: null, idToken: OTHER_TOKEN });
  assert.equal(second.status, "Accepted");
  // Steps 3 and 4 (H01.FR.20).
  await assertReported(station, "Reserved", [1, 2]);
  // H02.FR.05, H02.FR.06
  const { status } = await station.csms.call("CancelReservation", { reservationId: 18 });
  assert.equal(status, "Accepted");
  await assertReported(station, "Available", [1, 2]);
});
