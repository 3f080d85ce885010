import assert from "node:assert/strict";
import {
  CACHE_VARIABLES,
  idTokenCached,
  idTokenListed,
  LIST_VARIABLES,
  swipeUnasked,
} from "./known-tokens.ts";
import {
  arrived,
  backOnline,
  evConnectedPreSession,
  goneOffline,
  nextEvent,
  type TransactionEvent,
  VALID_TOKEN,
  type Visit,
} from "./reusable-states.ts";
import type { StationUnderTest } from "./station-under-test.ts";

/** What the cases about offline authorization configure. */
export const OFFLINE_VARIABLES = {
  ...CACHE_VARIABLES,
  ...LIST_VARIABLES,
  "AuthCtrlr.LocalAuthorizeOffline": "true",
  "OCPPCommCtrlr.OfflineThreshold": "72",
  "OCPPCommCtrlr.RetryBackOffWaitMinimum": "12",
  "OCPPCommCtrlr.RetryBackOffRandomRange": "0",
} as const;

/** What TC_C_15 to TC_C_18 have in common: a token that is cached and listed charges offline, and is refused afterwards. */
export async function chargedOfflineThenRefused(
  station: StationUnderTest,
  variables: Readonly<Record<string, string>>,
): Promise<{ visit: Visit; offline: readonly TransactionEvent[] }> {
  const { csms } = station;
  const visit = await arrived(station, {
    variables: { ...OFFLINE_VARIABLES, "AuthCtrlr.OfflineTxForUnknownIdEnabled": "true", ...variables },
  });
  await idTokenCached(visit);
  await idTokenListed(station, [[VALID_TOKEN, "Accepted"]]);
  await evConnectedPreSession(visit);
  // Step 1 and the manual action.
  await goneOffline(station);
  assert.equal(await swipeUnasked(station, VALID_TOKEN), "UsedToStart");
  await station.settle();
  await station.evse(1).startCharging();
  await station.pass(5000);
  csms.on("TransactionEvent", ({ idToken }) => idToken ? { idTokenInfo: { status: "Invalid" } } : {});
  // Step 2.
  await backOnline(station);
  // Steps 3 and 4.
  const authorized = await nextEvent(visit);
  assert.equal(authorized.triggerReason, "Authorized");
  assert.deepEqual(authorized.idToken, VALID_TOKEN);
  assert.equal(authorized.offline, true);
  const charging = await nextEvent(visit);
  assert.equal(charging.triggerReason, "ChargingStateChanged");
  assert.equal(charging.transactionInfo.chargingState, "Charging");
  assert.equal(charging.offline, true);
  await station.settle();
  return { visit, offline: [authorized, charging] };
}
