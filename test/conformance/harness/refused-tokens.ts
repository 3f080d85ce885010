import assert from "node:assert/strict";
import type { AuthorizationStatusEnumType, IdTokenType } from "../../../src/ocpp/messages.ts";
import {
  CACHE_VARIABLES,
  csmsSays,
  idTokenCached,
  idTokenListed,
  LIST_VARIABLES,
  swipeAsked,
  swipeUnasked,
} from "./known-tokens.ts";
import { arrived, backOnline, evConnectedPreSession, goneOffline, nothingMore } from "./reusable-states.ts";
import { startStation } from "./station-under-test.ts";

/** TC_C_09, TC_C_10, TC_C_11: a token that is cached as refused is asked about once more, and stays refused. */
export async function assertCachedRefusalAskedAgain(
  token: IdTokenType,
  status: AuthorizationStatusEnumType,
): Promise<void> {
  await using station = await startStation();
  const visit = await arrived(station, { variables: CACHE_VARIABLES });
  await idTokenCached(visit, token, { status });
  await evConnectedPreSession(visit);
  // Steps 1 and 2.
  csmsSays(station, { status });
  assert.equal(await swipeAsked(station, token), "Rejected");
  await nothingMore(visit);
}

/** TC_C_28, TC_C_29, TC_C_30: a token that is listed as refused is asked about, and stays refused. */
export async function assertListedRefusalAskedAgain(
  token: IdTokenType,
  status: AuthorizationStatusEnumType,
  ev: "pluggedIn" | "absent",
): Promise<void> {
  await using station = await startStation();
  const visit = await arrived(station, { variables: LIST_VARIABLES });
  await idTokenListed(station, [[token, status]]);
  if (ev === "pluggedIn") await evConnectedPreSession(visit);
  // Steps 1 and 2.
  csmsSays(station, { status });
  assert.equal(await swipeAsked(station, token), "Rejected");
  await nothingMore(visit);
}

/** TC_C_22, TC_C_23, TC_C_24: nobody starts offline whom the list refuses. */
export async function assertListedRefusalHoldsOffline(
  token: IdTokenType,
  status: AuthorizationStatusEnumType,
): Promise<void> {
  await using station = await startStation();
  const { csms } = station;
  const visit = await arrived(station, {
    start: "Authorized,PowerPathClosed",
    variables: {
      ...LIST_VARIABLES,
      "AuthCtrlr.OfflineTxForUnknownIdEnabled": "false",
      "AuthCtrlr.LocalAuthorizeOffline": "true",
      "OCPPCommCtrlr.OfflineThreshold": "72",
      "OCPPCommCtrlr.RetryBackOffWaitMinimum": "12",
      "OCPPCommCtrlr.RetryBackOffRandomRange": "0",
    },
  });
  await idTokenListed(station, [[token, status]]);
  // Steps 1 to 3.
  await goneOffline(station);
  assert.equal(await swipeUnasked(station, token), "Rejected");
  // Steps 4 and 5: the queue is empty, as the station has no parking bay sensor.
  await backOnline(station);
  await nothingMore(visit);
  assert.deepEqual(csms.received("TransactionEvent"), []);
}
