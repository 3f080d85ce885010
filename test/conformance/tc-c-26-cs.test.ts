import assert from "node:assert/strict";
import { swipeUnasked } from "./harness/known-tokens.ts";
import { OFFLINE_VARIABLES } from "./harness/offline-authorization.ts";
import {
  arrived,
  backOnline,
  evDisconnected,
  goneOffline,
  nextEvent,
  nothingMore,
  VALID_TOKEN,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_C_26_CS Offline Authorization - Unknown Id", async () => {
  await using station = await startStation();
  const { csms } = station;
  const visit = await arrived(station, {
    variables: {
      ...OFFLINE_VARIABLES,
      "AuthCtrlr.OfflineTxForUnknownIdEnabled": "true",
      "TxCtrlr.MaxEnergyOnInvalidId": "0",
      "TxCtrlr.StopTxOnInvalidId": "false",
    },
  });
  // Reusable state StartOfflineTransaction.
  await goneOffline(station);
  assert.equal(await swipeUnasked(station, VALID_TOKEN), "UsedToStart");
  await station.evse(1).plugIn();
  await station.settle();
  await station.evse(1).startCharging();
  csms.on("TransactionEvent", ({ idToken }) => idToken ? { idTokenInfo: { status: "Invalid" } } : {});
  await backOnline(station);
  // Errata 2024-11: the state of the connector.
  const { payload: status } = await csms.expect(
    "StatusNotification",
    ({ connectorStatus }) => connectorStatus === "Occupied",
  );
  assert.equal(status.evseId, 1);
  // Steps 1 and 2.
  const started = await nextEvent(visit);
  assert.equal(started.offline, true);
  assert.deepEqual(started.idToken, VALID_TOKEN);
  const charging = await nextEvent(visit);
  assert.equal(charging.offline, true);
  await station.pass(100);
  const suspended = await nextEvent(visit);
  assert.equal(suspended.triggerReason, "ChargingStateChanged");
  assert.equal(suspended.transactionInfo.chargingState, "SuspendedEVSE");
  await nothingMore(visit);
  // Steps 3 and 4.
  assert.equal(await station.everest.auth.swipe(VALID_TOKEN.idToken), "UsedToStop");
  await station.pass(100);
  const stopped = await nextEvent(visit);
  assert.equal(stopped.triggerReason, "StopAuthorized");
  assert.equal(stopped.eventType, "Ended");
  visit.energy = "over";
  await evDisconnected(visit);
  await nothingMore(visit);
});
