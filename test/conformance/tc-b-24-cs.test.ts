import assert from "node:assert/strict";
import { assertBooted, assertNoReset, assertReset, restarted } from "./harness/reset.ts";
import { assertRedeemed, redeemed, reserved, reserveNow } from "./harness/reservations.ts";
import { assertReported } from "./harness/availability.ts";
import { arrived, energyTransferStarted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const CASE = "TC_B_24_CS Reset Charging Station - Reserved persists reset";

for (const remembers of ["nothing", "everything"] as const) {
  Deno.test(`${CASE} (EVerest remembers ${remembers})`, async () => {
    await using station = await startStation({ everest: { evses: 2 } });
    station.everest.reservation.remembers = remembers;
    const visit = await arrived(station);
    await reserved(station);
    // Steps 1 and 2 (errata 2025-02).
    assert.equal((await station.csms.call("Reset", { type: "Immediate" })).status, "Accepted");
    await assertReset(station, { scheduled: false });
    // Steps 3 and 4.
    assert.equal((await restarted(station)).reason, "RemoteReset");
    // Steps 5 and 6.
    await assertBooted(station, { 1: "Reserved", 2: "Available" });
    // It is not only shown.
    assert.deepEqual(station.everest.reservation.open, [17]);
    await redeemed(visit);
    await energyTransferStarted(visit);
    await assertRedeemed(visit);
  });
}

Deno.test(`${CASE} (of any EVSE)`, async () => {
  await using station = await startStation();
  await arrived(station);
  assert.equal((await reserveNow(station, { evseId: null })).status, "Accepted");
  await assertReported(station, "Reserved", [1]);
  assert.equal((await station.csms.call("Reset", { type: "Immediate" })).status, "Accepted");
  await assertReset(station, { scheduled: false });
  await restarted(station);
  await assertBooted(station, { 1: "Reserved" });
});

Deno.test(`${CASE} (OnIdle waits for the reservation)`, async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await arrived(station);
  await reserved(station);
  // Errata 2025-06, B11: whoever waits for a reserved driver is not idle.
  assert.equal((await station.csms.call("Reset", { type: "OnIdle" })).status, "Scheduled");
  await assertReported(station, "Unavailable", [2]);
  await station.pass(60_000);
  assertNoReset(station);
  assert.equal((await station.csms.call("CancelReservation", { reservationId: 17 })).status, "Accepted");
  await assertReset(station, { scheduled: true });
});
