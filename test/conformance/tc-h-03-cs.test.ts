import assert from "node:assert/strict";
import { OTHER_TOKEN, reserved, reserveNow } from "./harness/reservations.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_H_03_CS Reserve a specific EVSE - Occupied - EVSE Reserved", async () => {
  await using station = await startStation();
  await booted(station);
  await reserved(station);
  // Steps 1 and 2.
  const { status } = await reserveNow(station, { id: 18, idToken: OTHER_TOKEN });
  assert.equal(status, "Occupied");
  assert.deepEqual(station.everest.reservation.open, [17]);
});
