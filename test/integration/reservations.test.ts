import assert from "node:assert/strict";
import { assertNothingReported, assertReported } from "../conformance/harness/availability.ts";
import { idTokenListed, LIST_VARIABLES, swipeUnasked } from "../conformance/harness/known-tokens.ts";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import {
  assertRedeemed,
  assertStatusUpdate,
  endedReservations,
  GROUP_TOKEN,
  OTHER_TOKEN,
  redeemed,
  RESERVATION_ID,
  reserved,
  reserveNow,
} from "../conformance/harness/reservations.ts";
import {
  arrived,
  authorized,
  backOnline,
  booted,
  energyTransferStarted,
  goneOffline,
  nothingMore,
} from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

const IN_A_MINUTE = (station: StationUnderTest) => ({
  expiryDateTime: new Date(station.clock.wallMs() + 60_000).toISOString(),
});

/** RequestStartTransaction by somebody who has reserved nothing. */
async function startsRemotely({ csms }: StationUnderTest, evseId?: number): Promise<string> {
  const request = { idToken: OTHER_TOKEN, remoteStartId: 1, ...(evseId === undefined ? {} : { evseId }) };
  return (await csms.call("RequestStartTransaction", request)).status;
}

async function available({ csms }: StationUnderTest): Promise<string | undefined> {
  const { getVariableResult } = await csms.call("GetVariables", {
    getVariableData: [{ component: { name: "ReservationCtrlr" }, variable: { name: "Available" } }],
  });
  return getVariableResult[0]?.attributeValue;
}

Deno.test("without a module that keeps EVSEs free the station says so, and charges", async () => {
  await using station = await startStation({ everest: { connections: { reservation: [] } } });
  const visit = await arrived(station);
  assert.equal(await available(station), "false");
  // H01.FR.01
  for (const evseId of [1, 9, null]) {
    const { status, statusInfo } = await reserveNow(station, { evseId });
    assert.equal(status, "Rejected");
    assert.equal(statusInfo?.reasonCode, "UnsupportedRequest");
  }
  const { status } = await station.csms.call("CancelReservation", { reservationId: 1 });
  assert.equal(status, "Rejected");
  await authorized(visit, "remote");
  await energyTransferStarted(visit);
});

Deno.test("with one it offers reservations", async () => {
  await using station = await startStation();
  await booted(station);
  assert.equal(await available(station), "true");
});

Deno.test("a reservation cannot be made at an EVSE that is Faulted, and does not outlive it (H01.FR.12, H01.FR.16)", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  await station.evse(1).fault();
  await assertReported(station, "Faulted", [1]);
  assert.equal((await reserveNow(station)).status, "Faulted");
  await reserved(station, { evseId: 2 });
  await station.evse(2).fault();
  await assertReported(station, "Faulted", [2]);
  await assertStatusUpdate(station, "Removed");
  await station.evse(2).clearFault();
  await station.pass(1000);
  await assertReported(station, "Available", [2]);
  assert.deepEqual(endedReservations(station), [RESERVATION_ID]);
  assert.deepEqual(station.everest.reservation.open, []);
});

Deno.test("the end of a reservation is told when the CSMS is back (H04.FR.01)", async () => {
  await using station = await startStation();
  await booted(station);
  await reserved(station, IN_A_MINUTE(station));
  await goneOffline(station);
  await station.pass(70_000);
  await backOnline(station);
  await assertReported(station, "Available", [1]);
  await assertStatusUpdate(station, "Expired");
});

Deno.test("and when the process was killed before it could be", async () => {
  await using station = await startStation();
  await booted(station);
  await reserved(station, IN_A_MINUTE(station));
  await goneOffline(station);
  await station.pass(70_000);
  station.csms.resume();
  await processRestarted(station);
  await assertStatusUpdate(station, "Expired");
});

Deno.test("after a restart of our process alone nobody is asked again, and all is as it was", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  const visit = await arrived(station);
  await reserved(station);
  assert.equal(
    (await reserveNow(station, { id: 18, evseId: null, idToken: OTHER_TOKEN })).status,
    "Accepted",
  );
  await assertReported(station, "Reserved", [2]);
  const asked = station.everest.record.callsOf("reserve_now").length;
  await processRestarted(station);
  await assertReported(station, "Reserved", [1, 2]);
  assert.equal(station.everest.record.callsOf("reserve_now").length, asked);
  // H01.FR.11: what was promised still counts.
  assert.equal((await reserveNow(station, { id: 19, evseId: 1 })).status, "Occupied");
  await redeemed(visit);
  await energyTransferStarted(visit);
  await assertRedeemed(visit);
  const { status } = await station.csms.call("CancelReservation", { reservationId: 18 });
  assert.equal(status, "Accepted");
  await assertReported(station, "Available", [2]);
});

Deno.test("who waits with a plugged cable for the right token still does after a restart of our process (G01.FR.09)", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await reserved(station);
  await station.evse(1).plugIn();
  visit.connected = true;
  await station.settle();
  await processRestarted(station);
  await assertReported(station, "Reserved", [1]);
  await redeemed(visit, { becomes: "Occupied" });
  await energyTransferStarted(visit);
  await assertRedeemed(visit);
});

Deno.test("a remote start of somebody else is rejected at every reserved EVSE, and only there (F01.FR.21)", async () => {
  for (const checks of ["asReleased", "right"] as const) {
    await using station = await startStation({ everest: { evses: 2 } });
    station.everest.reservation.checks = checks;
    await booted(station);
    await reserved(station, { evseId: 2 });
    assert.equal(await startsRemotely(station, 2), "Rejected");
    assert.equal(
      (await station.csms.call("CancelReservation", { reservationId: RESERVATION_ID })).status,
      "Accepted",
    );
    await reserved(station, { evseId: 1 });
    assert.equal(await startsRemotely(station, 2), "Accepted");
  }
});

Deno.test("a remote start that names no EVSE goes where nobody has reserved (F01.FR.20)", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  await reserved(station);
  assert.equal(await startsRemotely(station), "Accepted");
  await station.evse(2).plugIn();
  const { payload } = await station.csms.expect("TransactionEvent");
  assert.deepEqual(payload.evse, { id: 2, connectorId: 1 });
  assert.equal(payload.reservationId, undefined);
});

Deno.test("when a reservation that names no EVSE is cancelled every EVSE that was kept for it is free again (H02.FR.05, H02.FR.06)", async () => {
  await using station = await startStation({ everest: { evses: 3 } });
  const visit = await arrived(station);
  await reserved(station, { id: 3, evseId: 3 });
  for (const id of [1, 2]) assert.equal((await reserveNow(station, { id, evseId: null })).status, "Accepted");
  await assertReported(station, "Reserved", [1, 2]);
  assert.equal((await station.csms.call("CancelReservation", { reservationId: 2 })).status, "Accepted");
  await assertReported(station, "Available", [1, 2]);
  await redeemed(visit, { token: OTHER_TOKEN, becomes: "unchanged", reservationId: undefined });
  await energyTransferStarted(visit);
  // EVSE 3 stays for whoever reserved it, and EVSE 2 is what is left for the other.
  await assertReported(station, "Reserved", [2]);
  const last = station.csms.received("StatusNotification").findLast(({ evseId }) => evseId === 3);
  assert.equal(last?.connectorStatus, "Reserved");
});

Deno.test("the group of a reservation may be found in the local list, without a question (H03.FR.07)", async () => {
  await using station = await startStation();
  await arrived(station, { variables: LIST_VARIABLES });
  await idTokenListed(station, [[OTHER_TOKEN, { status: "Accepted", groupIdToken: GROUP_TOKEN }]]);
  await reserved(station, { groupIdToken: GROUP_TOKEN });
  await station.evse(1).plugIn();
  assert.equal(await swipeUnasked(station, OTHER_TOKEN), "UsedToStart");
  const { payload } = await station.csms.expect("TransactionEvent");
  assert.deepEqual([payload.idToken, payload.reservationId], [OTHER_TOKEN, RESERVATION_ID]);
});

Deno.test("who shows the token and never plugs in has used up the reservation (H03.FR.09)", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await reserved(station);
  await redeemed(visit);
  await station.pass(station.everest.auth.connectionTimeoutS * 1000 + 1000);
  visit.authorized = "no";
  await redeemed(visit, { token: OTHER_TOKEN, becomes: "unchanged", reservationId: undefined });
  await energyTransferStarted(visit);
  await nothingMore(visit);
  assert(visit.events.every(({ reservationId }) => reservationId === undefined));
  assert.deepEqual(endedReservations(station), []);
});

Deno.test("a reservation that is over while its driver has plugged in does not go into a stranger's transaction", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await reserved(station, IN_A_MINUTE(station));
  // The EVSE names the reservation already.
  await station.evse(1).plugIn();
  visit.connected = true;
  await station.pass(60_000);
  await assertReported(station, "Occupied", [1]);
  await assertStatusUpdate(station, "Expired");
  await redeemed(visit, { token: OTHER_TOKEN, becomes: "unchanged", reservationId: undefined });
});

Deno.test("what is told of reservations that we do not know is passed on, but for what the CSMS need not hear", async () => {
  await using station = await startStation();
  await booted(station);
  const { reservation } = station.everest;
  for (const reservation_status of ["Placed", "Used", "Cancelled"] as const) {
    await reservation.tell({ reservation_id: 41, reservation_status });
  }
  await reservation.tell({ reservation_id: 42, reservation_status: "Removed" });
  await assertStatusUpdate(station, "Removed", 42);
  await reservation.tell({ reservation_id: 43, reservation_status: "Expired" });
  await assertStatusUpdate(station, "Expired", 43);
});

Deno.test("an update that comes before the station runs is told when it does", async () => {
  await using station = await startStation({ start: false });
  const { everest } = station;
  // The first question of ours: the module is on the bus, the station is not built yet.
  const asked = new Promise<void>((resolve) => {
    const stop = everest.client.on("modules/system/impl/main/cmd/get_boot_reason", () => {
      stop();
      resolve(everest.reservation.tell({ reservation_id: 44, reservation_status: "Removed" }));
    });
  });
  station.start();
  await asked;
  await assertStatusUpdate(station, "Removed", 44);
});

Deno.test("a customer who is waited for keeps the EVSE while a reset waits, and is not told off", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  const visit = await arrived(station);
  await reserved(station);
  assert.equal((await station.csms.call("Reset", { type: "OnIdle" })).status, "Scheduled");
  await assertReported(station, "Unavailable", [2]);
  const before = station.csms.received("StatusNotification").length;
  await station.pass(10_000);
  await assertNothingReported(station, before);
  await redeemed(visit);
  await energyTransferStarted(visit);
  await station.pass(10_000);
  assert.deepEqual(station.everest.system.resets, []);
  await station.everest.auth.swipe("RFID0001");
  await station.pass(1000);
  await station.pass(1000);
  assert.equal(station.everest.system.resets.length, 1);
});
