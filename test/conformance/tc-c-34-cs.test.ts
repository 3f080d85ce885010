import assert from "node:assert/strict";
import {
  authorizedUnasked,
  CACHE_VARIABLES,
  csmsSays,
  driverLeaves,
  idTokenCached,
  swipeAsked,
} from "./harness/known-tokens.ts";
import {
  arrived,
  evConnectedPreSession,
  nextEvent,
  nothingMore,
  VALID_TOKEN,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_C_34_CS Store Authorization Data in the Authorization Cache - Update on TransactionResponse", async () => {
  await using station = await startStation();
  const visit = await arrived(station, {
    variables: {
      ...CACHE_VARIABLES,
      "LocalAuthListCtrlr.Enabled": "true",
      "TxCtrlr.StopTxOnInvalidId": "true",
      "TxCtrlr.MaxEnergyOnInvalidId": "0",
    },
  });
  await idTokenCached(visit);
  await evConnectedPreSession(visit);
  // Step 1 (errata 2025-04): only the answer to the TransactionEvent tells that the token has become invalid.
  csmsSays(station, { status: "Invalid" });
  await authorizedUnasked(visit);
  await station.pass(100);
  // Step 2: Deauthorized.
  const ended = await nextEvent(visit);
  assert.equal(ended.triggerReason, "Deauthorized");
  assert.equal(ended.eventType, "Ended");
  assert.equal(ended.transactionInfo.stoppedReason, "DeAuthorized");
  assert.equal(ended.transactionInfo.chargingState, "EVConnected");
  visit.energy = "over";
  // Steps 3 to 5.
  await driverLeaves(visit);
  await evConnectedPreSession(visit);
  // Steps 6 and 7.
  assert.equal(await swipeAsked(station, VALID_TOKEN), "Rejected");
  await nothingMore(visit);
});
