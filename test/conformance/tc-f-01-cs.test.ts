import assert from "node:assert/strict";
import {
  arrived,
  authorized,
  energyTransferStarted,
  evConnectedPreSession,
  nothingMore,
  REMOTE_START_ID,
  VALID_TOKEN,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

for (const start of ["PowerPathClosed", "EVConnected", "Authorized"]) {
  Deno.test(`TC_F_01_CS Remote start transaction - Cable plugin first (TxStartPoint ${start})`, async () => {
    await using station = await startStation();
    const visit = await arrived(station, {
      start,
      variables: { "AuthCtrlr.Enabled": "true", "AuthCtrlr.DisableRemoteAuthorization": "false" },
    });
    await evConnectedPreSession(visit);
    // Step 1. With EVConnected the answer names the transaction that is open (F01.FR.13).
    await authorized(visit, "remote");
    // Step 2.
    await energyTransferStarted(visit);
    await nothingMore(visit);
    // F01.FR.04, F01.FR.19, F01.FR.25: the first event after the request says whose transaction it is.
    const next = visit.events.find(({ triggerReason }) => triggerReason !== "CablePluggedIn");
    assert.deepEqual(next?.idToken, VALID_TOKEN);
    assert.equal(next?.transactionInfo.remoteStartId, REMOTE_START_ID);
  });
}
