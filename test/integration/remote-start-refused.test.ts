import assert from "node:assert/strict";
import {
  arrived,
  energyTransferStarted,
  evConnectedPreSession,
  nextEvent,
  nothingMore,
  REMOTE_START_ID,
  VALID_TOKEN,
} from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";

const REMOTE_TOKEN = { idToken: "REMOTE01", type: "ISO14443" } as const;

Deno.test("after a remote start whose token is refused the next card is a card", async () => {
  await using station = await startStation();
  const { csms, everest } = station;
  csms.on("Authorize", ({ idToken }) => ({
    idTokenInfo: { status: idToken.idToken === REMOTE_TOKEN.idToken ? "Blocked" : "Accepted" },
  }));
  const visit = await arrived(station, { start: "EVConnected" });
  await evConnectedPreSession(visit);
  const refused = everest.auth.nextOutcome();
  const request = { idToken: REMOTE_TOKEN, remoteStartId: REMOTE_START_ID, evseId: 1 };
  assert.equal((await csms.call("RequestStartTransaction", request)).status, "Accepted");
  assert.equal(await refused, "Rejected");
  await csms.expect("Authorize");
  await station.settle();
  const trigger = await csms.call("TriggerMessage", { requestedMessage: "TransactionEvent" });
  assert.equal(trigger.status, "Accepted");
  assert.equal((await nextEvent(visit)).triggerReason, "Trigger");
  const outcome = everest.auth.swipe(VALID_TOKEN.idToken);
  await csms.expect("Authorize");
  assert.equal(await outcome, "UsedToStart");
  visit.authorized = "local";
  const event = await nextEvent(visit);
  assert.equal(event.triggerReason, "Authorized");
  assert.deepEqual(event.idToken, VALID_TOKEN);
  await energyTransferStarted(visit);
  await nothingMore(visit);
  for (const { transactionInfo } of visit.events) assert.equal(transactionInfo.remoteStartId, undefined);
});
