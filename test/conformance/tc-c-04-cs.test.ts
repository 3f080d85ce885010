import assert from "node:assert/strict";
import { swipeAsked, VALID_TOKEN_2 } from "./harness/known-tokens.ts";
import { arrived, energyTransferStarted, nothingMore } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const MESSAGE_TIMEOUT_MS = 30_000;

Deno.test("TC_C_04_CS Local Stop Transaction - Different idToken", async () => {
  await using station = await startStation();
  const visit = await arrived(station, {
    variables: { "AuthCtrlr.Enabled": "true", "AuthCtrlr.DisableRemoteAuthorization": "false" },
  });
  await energyTransferStarted(visit);
  // Steps 1 and 2: accepted, but of no group.
  assert.equal(await swipeAsked(station, VALID_TOKEN_2), "NoEvse");
  // Note: nothing more of the transaction within the message timeout.
  await station.pass(MESSAGE_TIMEOUT_MS);
  await nothingMore(visit);
  assert(visit.events.every(({ eventType }) => eventType !== "Ended"));
});
