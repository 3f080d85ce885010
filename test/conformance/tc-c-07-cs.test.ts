import assert from "node:assert/strict";
import { EXPIRED_TOKEN, swipeAsked } from "./harness/known-tokens.ts";
import { arrived, evConnectedPreSession, nothingMore } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const MESSAGE_TIMEOUT_MS = 30_000;

Deno.test("TC_C_07_CS Local start transaction - Authorization Expired", async () => {
  await using station = await startStation();
  const { csms } = station;
  const visit = await arrived(station, {
    variables: { "AuthCtrlr.Enabled": "true", "AuthCtrlr.DisableRemoteAuthorization": "false" },
  });
  await evConnectedPreSession(visit);
  // Steps 1 and 2.
  csms.on("Authorize", () => ({ idTokenInfo: { status: "Expired" } }));
  assert.equal(await swipeAsked(station, EXPIRED_TOKEN), "Rejected");
  // Note: no TransactionEvent within the message timeout.
  await station.pass(MESSAGE_TIMEOUT_MS);
  await nothingMore(visit);
  assert.deepEqual(csms.received("TransactionEvent"), []);
});
