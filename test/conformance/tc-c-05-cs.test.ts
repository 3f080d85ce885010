import assert from "node:assert/strict";
import { INVALID_TOKEN, swipeAsked } from "./harness/known-tokens.ts";
import { arrived, nothingMore } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const MESSAGE_TIMEOUT_MS = 30_000;

Deno.test("TC_C_05_CS Local start transaction - Authorization invalid - Cable lock", async () => {
  await using station = await startStation();
  const { csms } = station;
  const visit = await arrived(station, {
    start: "Authorized",
    variables: { "AuthCtrlr.Enabled": "true", "AuthCtrlr.DisableRemoteAuthorization": "false" },
  });
  // Steps 1 and 2: no EV is connected, as the lock keeps the driver from it.
  csms.on("Authorize", () => ({ idTokenInfo: { status: "Invalid" } }));
  assert.equal(await swipeAsked(station, INVALID_TOKEN), "Rejected");
  // Note: no TransactionEvent within the message timeout.
  await station.pass(MESSAGE_TIMEOUT_MS);
  await nothingMore(visit);
  assert.deepEqual(csms.received("TransactionEvent"), []);
});
