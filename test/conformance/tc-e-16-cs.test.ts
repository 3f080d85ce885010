import assert from "node:assert/strict";
import {
  arrived,
  backOnline,
  goneOffline,
  nextEvent,
  nothingMore,
  VALID_TOKEN,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

for (const stop of ["Authorized", "PowerPathClosed"]) {
  Deno.test(`TC_E_16_CS Stop transaction options - Deauthorized - Invalid idToken (${stop})`, async () => {
    await using station = await startStation();
    const { csms } = station;
    const visit = await arrived(station, {
      stop,
      variables: {
        "AuthCtrlr.Enabled": "true",
        "AuthCtrlr.DisableRemoteAuthorization": "false",
        "AuthCtrlr.OfflineTxForUnknownIdEnabled": "true",
        "TxCtrlr.StopTxOnInvalidId": "true",
      },
    });
    // Reusable state StartOfflineTransaction.
    await goneOffline(station);
    assert.equal(await station.everest.auth.swipe(VALID_TOKEN.idToken), "UsedToStart");
    await station.evse(1).plugIn();
    await station.settle();
    csms.on("TransactionEvent", ({ idToken }) => idToken ? { idTokenInfo: { status: "Invalid" } } : {});
    await backOnline(station);
    assert.equal(csms.received("Authorize").length, 0);
    // Steps 1 and 2.
    const started = await nextEvent(visit);
    assert.equal(started.offline, true);
    assert.deepEqual(started.idToken, VALID_TOKEN);
    await station.pass(100);
    // Step 3.
    const ended = await nextEvent(visit);
    assert.equal(ended.eventType, "Ended");
    assert.equal(ended.triggerReason, "Deauthorized");
    assert.equal(ended.transactionInfo.stoppedReason, "DeAuthorized");
    assert.equal(ended.offline, false);
    await nothingMore(visit);
  });
}
