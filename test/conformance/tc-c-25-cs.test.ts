import assert from "node:assert/strict";
import { idTokenCached, idTokenListed, swipeUnasked } from "./harness/known-tokens.ts";
import { OFFLINE_VARIABLES } from "./harness/offline-authorization.ts";
import {
  arrived,
  backOnline,
  evConnectedPreSession,
  goneOffline,
  nothingMore,
  VALID_TOKEN,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_C_25_CS Offline authorization through local authorization list - Local Authorization List > Authorization Cache", async () => {
  await using station = await startStation();
  const visit = await arrived(station, {
    variables: {
      ...OFFLINE_VARIABLES,
      "AuthCtrlr.OfflineTxForUnknownIdEnabled": "true",
      "TxCtrlr.StopTxOnInvalidId": "false",
    },
  });
  await idTokenCached(visit);
  await idTokenListed(station, [[VALID_TOKEN, "Invalid"]]);
  await evConnectedPreSession(visit);
  // Step 1 and the manual action.
  await goneOffline(station);
  assert.equal(await swipeUnasked(station, VALID_TOKEN), "Rejected");
  // Steps 2 and 3.
  await backOnline(station);
  await nothingMore(visit);
});
