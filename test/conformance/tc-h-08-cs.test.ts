import assert from "node:assert/strict";
import { assertNothingReported, assertReported } from "./harness/availability.ts";
import { assertRedeemed, OTHER_TOKEN, redeemed, reserveNow } from "./harness/reservations.ts";
import { arrived, energyTransferStarted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const CASE = "TC_H_08_CS Reserve an unspecified EVSE - Accepted";

for (const start of ["PowerPathClosed", "EVConnected", "Authorized"]) {
  Deno.test(`${CASE} (TxStartPoint ${start})`, async () => {
    await using station = await startStation();
    const visit = await arrived(station, { start });
    // Steps 1 and 2.
    assert.equal((await reserveNow(station, { evseId: null })).status, "Accepted");
    // Steps 3 and 4: the only EVSE is what is left.
    await assertReported(station, "Reserved", [1]);
    // Step 5.
    await redeemed(visit);
    // Step 6.
    await energyTransferStarted(visit);
    await assertRedeemed(visit);
  });
}

Deno.test(`${CASE} (of two EVSEs one stays free for it)`, async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  const visit = await arrived(station);
  const before = station.csms.received("StatusNotification").length;
  assert.equal((await reserveNow(station, { evseId: null })).status, "Accepted");
  // H03, S3: as long as there is another, both are Available.
  await assertNothingReported(station, before);
  // H01.FR.07: the second EVSE is closed to others as soon as the first is taken.
  await redeemed(visit, { token: OTHER_TOKEN, becomes: "unchanged", reservationId: undefined });
  await energyTransferStarted(visit);
  await assertReported(station, "Reserved", [2]);
  assert.equal(await station.everest.auth.swipe("RFID0003"), "NoEvse");
});

Deno.test(`${CASE} (cable first, where nothing shows the reservation)`, async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  const visit = await arrived(station);
  assert.equal((await reserveNow(station, { evseId: null })).status, "Accepted");
  await station.evse(1).plugIn();
  visit.connected = true;
  await assertReported(station, "Occupied", [1]);
  // EvseManager does not know the number of a reservation that names no EVSE.
  await redeemed(visit, { becomes: "unchanged" });
  await energyTransferStarted(visit);
  await assertRedeemed(visit);
});
