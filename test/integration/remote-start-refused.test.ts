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

Deno.test("a remote start for any EVSE stops nobody of its token's group who charges at another", async () => {
  await using station = await startStation({ everest: { evses: 3 } });
  const { csms, everest } = station;
  const groupIdToken = { idToken: "FLEET", type: "Central" } as const;
  csms.on("Authorize", () => ({ idTokenInfo: { status: "Accepted", groupIdToken } }));
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  const outcome = everest.auth.nextOutcome();
  const request = { idToken: REMOTE_TOKEN, remoteStartId: REMOTE_START_ID };
  assert.equal((await csms.call("RequestStartTransaction", request)).status, "Accepted");
  assert.equal(await outcome, "UsedToStart");
  await nothingMore(visit);
  await station.evse(2).plugIn();
  const { payload } = await csms.expect("TransactionEvent");
  assert.equal(payload.eventType, "Started");
  assert.equal(payload.evse?.id, 2);
  assert.equal(payload.transactionInfo.remoteStartId, REMOTE_START_ID);
});
