import assert from "node:assert/strict";
import {
  arrived,
  authorized,
  energyTransferStarted,
  nothingMore,
  parkingBayOccupied,
  REMOTE_START_ID,
  VALID_TOKEN,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const CASE = "TC_F_03_CS Remote start transaction - Remote start first - AuthorizeRemoteStart is false";

for (const start of ["PowerPathClosed", "EVConnected", "Authorized"]) {
  Deno.test(`${CASE} (TxStartPoint ${start})`, async () => {
    await using station = await startStation();
    const visit = await arrived(station, {
      start,
      variables: {
        "AuthCtrlr.Enabled": "true",
        "AuthCtrlr.DisableRemoteAuthorization": "false",
        "AuthCtrlr.AuthorizeRemoteStart": "false",
      },
    });
    parkingBayOccupied();
    // Step 1.
    await authorized(visit, "remote");
    // Step 2.
    await energyTransferStarted(visit);
    await nothingMore(visit);
    // F01.FR.02, F02.FR.10: the CSMS judges the token when it sees the event.
    assert.deepEqual(station.csms.received("Authorize"), []);
    const [first] = visit.events;
    assert.equal(first?.eventType, "Started");
    assert.equal(first.triggerReason, "RemoteStart");
    assert.equal(first.transactionInfo.remoteStartId, REMOTE_START_ID);
    assert.deepEqual(first.idToken, VALID_TOKEN);
  });
}
