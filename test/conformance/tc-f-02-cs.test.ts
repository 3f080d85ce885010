import assert from "node:assert/strict";
import {
  arrived,
  authorized,
  energyTransferStarted,
  nothingMore,
  parkingBayOccupied,
  REMOTE_START_ID,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const CASE = "TC_F_02_CS Remote start transaction - Remote start first - AuthorizeRemoteStart is true";

for (const start of ["PowerPathClosed", "EVConnected", "Authorized"]) {
  Deno.test(`${CASE} (TxStartPoint ${start})`, async () => {
    await using station = await startStation();
    const visit = await arrived(station, {
      start,
      variables: {
        "AuthCtrlr.Enabled": "true",
        "AuthCtrlr.DisableRemoteAuthorization": "false",
        "AuthCtrlr.AuthorizeRemoteStart": "true",
      },
    });
    parkingBayOccupied();
    // Step 1, with an Authorize.
    await authorized(visit, "remote");
    // Step 2.
    await energyTransferStarted(visit);
    await nothingMore(visit);
    assert.equal(station.csms.received("Authorize").length, 1);
    // F02.FR.01, F02.FR.21: wherever it starts, the first event is that of the remote start.
    const [first] = visit.events;
    assert.equal(first?.eventType, "Started");
    assert.equal(first.triggerReason, "RemoteStart");
    assert.equal(first.transactionInfo.remoteStartId, REMOTE_START_ID);
  });
}
