import assert from "node:assert/strict";
import { arrived, authorized, nextEvent, nothingMore, type Visit } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const CASE = "TC_E_39_CS Stop transaction options - Deauthorized - timeout";
const TIMEOUT_SECONDS = 20;
const settings = {
  stop: "Authorized",
  variables: {
    "TxCtrlr.EVConnectionTimeOut": `${TIMEOUT_SECONDS}`,
    "AuthCtrlr.Enabled": "true",
    "AuthCtrlr.DisableRemoteAuthorization": "false",
  },
};

async function timeoutPasses(visit: Visit): Promise<void> {
  await visit.station.pass((TIMEOUT_SECONDS - 1) * 1000);
  await nothingMore(visit);
  await visit.station.pass(1000);
  visit.authorized = "no";
}

/** Steps 3 to 6 (errata 2024-11): the late EV is told of, and gets nothing. */
async function pluggedInTooLate(visit: Visit): Promise<void> {
  const { station } = visit;
  await station.evse(1).plugIn();
  visit.connected = true;
  const { payload: status } = await station.csms.expect("StatusNotification");
  assert.deepEqual([status.evseId, status.connectorId, status.connectorStatus], [1, 1, "Occupied"]);
  await nothingMore(visit);
  assert.equal(station.evse(1).candidacy, "waitsForToken");
  assert.equal(station.csms.received("Authorize").length, 1);
}

Deno.test(`${CASE} (TxStartPoint Authorized)`, async () => {
  await using station = await startStation();
  const visit = await arrived(station, { ...settings, start: "Authorized" });
  await authorized(visit);
  await timeoutPasses(visit);
  // Step 1.
  const ended = await nextEvent(visit);
  assert.equal(ended.triggerReason, "EVConnectTimeout");
  assert.equal(ended.eventType, "Ended");
  assert.equal(ended.transactionInfo.stoppedReason, "Timeout");
  await nothingMore(visit);
  await pluggedInTooLate(visit);
});

// Steps 1 and 2 "will only be expected when the TxStartPoint is set to ParkingBayOccupancy or Authorized".
for (const start of ["PowerPathClosed", "EnergyTransfer"]) {
  Deno.test(`${CASE} (TxStartPoint ${start})`, async () => {
    await using station = await startStation();
    const visit = await arrived(station, { ...settings, start });
    await authorized(visit);
    await timeoutPasses(visit);
    await pluggedInTooLate(visit);
    assert.deepEqual(visit.events, []);
  });
}
