import assert from "node:assert/strict";
import { BLOCKED_TOKEN, swipeAsked } from "./harness/known-tokens.ts";
import { arrived, evConnectedPreSession, nothingMore } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const MESSAGE_TIMEOUT_MS = 30_000;

Deno.test("TC_C_06_CS Local start transaction - AuthorizationBlocked", async () => {
  await using station = await startStation();
  const { csms } = station;
  const visit = await arrived(station, {
    variables: { "AuthCtrlr.Enabled": "true", "AuthCtrlr.DisableRemoteAuthorization": "false" },
  });
  await evConnectedPreSession(visit);
  // Steps 1 and 2.
  csms.on("Authorize", () => ({ idTokenInfo: { status: "Blocked" } }));
  assert.equal(await swipeAsked(station, BLOCKED_TOKEN), "Rejected");
  // Note: no TransactionEvent within the message timeout.
  await station.pass(MESSAGE_TIMEOUT_MS);
  await nothingMore(visit);
  assert.deepEqual(csms.received("TransactionEvent"), []);
});
