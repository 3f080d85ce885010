import assert from "node:assert/strict";
import type { TokenOutcome } from "../fakes/everest/simulated-auth.ts";
import { NO_ANSWER } from "../fakes/csms/csms.ts";
import { passWithReconnects } from "../conformance/harness/coming-and-going.ts";
import { csmsSays, nobodyPlugsIn, swipeAsked, VALID_TOKEN_2 } from "../conformance/harness/known-tokens.ts";
import { OFFLINE_VARIABLES } from "../conformance/harness/offline-authorization.ts";
import { arrived, VALID_TOKEN } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

const MESSAGE_TIMEOUT_MS = 30_000;

/** A token is cached as Accepted. From then on the CSMS is connected, and answers no Authorize. */
async function cachedThenSilent(
  station: StationUnderTest,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  await arrived(station, {
    variables: { ...OFFLINE_VARIABLES, "AuthCtrlr.LocalPreAuthorize": "false", ...variables },
  });
  assert.equal(await swipeAsked(station, VALID_TOKEN), "UsedToStart");
  await nobodyPlugsIn(station);
  station.csms.hold("Authorize");
}

/** What becomes of a card, and after how long. */
async function swiped(station: StationUnderTest, idToken: string): Promise<[TokenOutcome, number]> {
  const startMs = station.clock.monotonicMs();
  const outcome = station.everest.auth.swipe(idToken);
  await station.csms.expect("Authorize");
  await station.pass(MESSAGE_TIMEOUT_MS);
  return [await outcome, station.clock.monotonicMs() - startMs];
}

Deno.test("a known driver charges when the CSMS hangs, and the CSMS still has the last word", async () => {
  await using station = await startStation();
  await cachedThenSilent(station, { "TxCtrlr.StopTxOnInvalidId": "true" });
  assert.deepEqual(await swiped(station, VALID_TOKEN.idToken), ["UsedToStart", MESSAGE_TIMEOUT_MS]);
  csmsSays(station, { status: "Blocked" });
  await station.evse(1).plugIn();
  const started = await station.csms.expect("TransactionEvent", ({ eventType }) => eventType === "Started");
  assert.deepEqual(started.payload.idToken, VALID_TOKEN);
  await station.pass(1000);
  const ended = await station.csms.expect("TransactionEvent", ({ eventType }) => eventType === "Ended");
  assert.equal(ended.payload.transactionInfo.stoppedReason, "DeAuthorized");
});

Deno.test("an unknown driver does not charge because the CSMS hangs, whatever holds offline", async () => {
  await using station = await startStation();
  await cachedThenSilent(station, { "AuthCtrlr.OfflineTxForUnknownIdEnabled": "true" });
  assert.deepEqual(await swiped(station, VALID_TOKEN_2.idToken), ["Rejected", MESSAGE_TIMEOUT_MS]);
});

Deno.test("where nobody is authorized locally offline, nobody is when the CSMS hangs", async () => {
  await using station = await startStation();
  await cachedThenSilent(station, { "AuthCtrlr.LocalAuthorizeOffline": "false" });
  assert.deepEqual(await swiped(station, VALID_TOKEN.idToken), ["Rejected", MESSAGE_TIMEOUT_MS]);
});

Deno.test("an unknown driver does not charge because the connection ended when the CSMS was asked about him before", async () => {
  await using station = await startStation();
  await cachedThenSilent(station, {
    "AuthCtrlr.OfflineTxForUnknownIdEnabled": "true",
    "OCPPCommCtrlr.RetryBackOffWaitMinimum": "1",
    "OCPPCommCtrlr.RetryBackOffRandomRange": "0",
  });
  const { csms, everest } = station;
  csms.on("Authorize", () => {
    void csms.close(1009);
    return NO_ANSWER;
  });
  const outcomes: TokenOutcome[] = [];
  for (let n = 0; n < 4; n++) {
    const outcome = everest.auth.swipe(VALID_TOKEN_2.idToken);
    await passWithReconnects(station, 5);
    outcomes.push(await outcome);
    // Nobody plugs in.
    await passWithReconnects(station, everest.auth.connectionTimeoutS);
  }
  assert(csms.received("Authorize").length < 5, "it is not set aside");
  assert.equal(outcomes.at(-1), "Rejected");
});
