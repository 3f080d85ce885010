import assert from "node:assert/strict";
import { OTHER_TOKEN, redeemed, RESERVATION_ID, reserved } from "./harness/reservations.ts";
import { arrived, nextEvent, nothingMore, openTransaction, type Visit } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const CASE = "TC_H_02_CS Reserve a specific EVSE - Accepted - Different idToken";
const STARTS = ["PowerPathClosed", "EVConnected", "Authorized"];

/** EVConnectedPreSession, but that a reserved connector stays Reserved (G01.FR.09). */
async function evConnectedWhileReserved(visit: Visit): Promise<void> {
  const { station, startPoints } = visit;
  const statuses = station.csms.received("StatusNotification").length;
  await station.evse(1).plugIn();
  visit.connected = true;
  if (startPoints.has("EVConnected")) {
    assert.equal((await nextEvent(visit)).reservationId, undefined);
  }
  await station.settle();
  assert.equal(station.csms.received("StatusNotification").length, statuses);
}

for (const start of STARTS) {
  Deno.test(`${CASE} (A, local authorization, TxStartPoint ${start})`, async () => {
    await using station = await startStation();
    const visit = await arrived(station, { start });
    await reserved(station);
    await evConnectedWhileReserved(visit);
    assert.equal(await station.everest.auth.swipe(OTHER_TOKEN.idToken), "NoEvse");
    await station.pass(30_000);
    await nothingMore(visit);
    assert(visit.events.every(({ transactionInfo }) => transactionInfo.chargingState === "EVConnected"));
    // Who reserved still can (H03.FR.01, H03.FR.10).
    await redeemed(visit, { becomes: "Occupied" });
    assert.equal(openTransaction(visit)?.reservationId, RESERVATION_ID);
  });

  Deno.test(`${CASE} (B, RequestStartTransaction, TxStartPoint ${start})`, async () => {
    await using station = await startStation();
    const visit = await arrived(station, { start });
    await reserved(station);
    await evConnectedWhileReserved(visit);
    // Steps 1 and 2.
    const request = { idToken: OTHER_TOKEN, remoteStartId: 1, evseId: 1 };
    const { status } = await station.csms.call("RequestStartTransaction", request);
    assert.equal(status, "Rejected");
    await nothingMore(visit);
    await redeemed(visit, { how: "remote", becomes: "Occupied" });
    assert.equal(openTransaction(visit)?.reservationId, RESERVATION_ID);
  });
}
