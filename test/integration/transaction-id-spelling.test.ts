import assert from "node:assert/strict";
import { profile, reported, set } from "../conformance/harness/charging-profiles.ts";
import { message, setMessage, shown, startWithDisplay } from "../conformance/harness/display-messages.ts";
import { costs, PRICE_VARIABLES } from "../conformance/harness/prices.ts";
import {
  arrived,
  backOnline,
  energyTransferStarted,
  goneOffline,
  nextEvent,
  QUEUEING_VARIABLES,
  transactionIdOf,
  VALID_TOKEN,
  type Visit,
} from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

// A transactionId is an identifierString, and that compares without regard to case: databases exist that hand out a UUID
// in capitals.

/** A vehicle charges; resolves with the visit and the id of its transaction in capitals. */
async function charging(station: StationUnderTest): Promise<{ visit: Visit; named: string; own: string }> {
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  const own = transactionIdOf(visit);
  const named = own.toUpperCase();
  assert.notEqual(named, own);
  return { visit, named, own };
}

Deno.test("The CSMS stops a transaction whose id it writes in capitals", async () => {
  await using station = await startStation();
  const { csms } = station;
  const { visit, named, own } = await charging(station);
  const transactionId = named;
  assert.equal((await csms.call("GetTransactionStatus", { transactionId })).ongoingIndicator, true);
  assert.equal((await csms.call("RequestStopTransaction", { transactionId })).status, "Accepted");
  await station.pass(100);
  const ended = await nextEvent(visit);
  assert.equal(ended.transactionInfo.stoppedReason, "Remote");
  // The station goes on to write it as it did.
  assert.equal(ended.transactionInfo.transactionId, own);
});

Deno.test("The CSMS asks for the queue of a transaction whose id it writes in capitals", async () => {
  await using station = await startStation();
  const { csms } = station;
  const visit = await arrived(station, { variables: QUEUEING_VARIABLES });
  await energyTransferStarted(visit);
  const transactionId = transactionIdOf(visit).toUpperCase();
  await goneOffline(station);
  assert.equal(await station.everest.auth.swipe(VALID_TOKEN.idToken), "UsedToStop");
  await station.pass(1000);
  csms.hold("TransactionEvent");
  await backOnline(station);
  assert.deepEqual(await csms.call("GetTransactionStatus", { transactionId }), {
    ongoingIndicator: false,
    messagesInQueue: true,
  });
});

Deno.test("A TxProfile is for the transaction whose id the CSMS writes in capitals, and ends with it", async () => {
  await using station = await startStation();
  const { named, own } = await charging(station);
  const sent = profile(station, "TxProfile", [[0, 6]], { id: 7, transactionId: named });
  assert.deepEqual(await set(station, 1, sent), { status: "Accepted" });
  const again = profile(station, "TxProfile", [[0, 6]], { id: 8, transactionId: own });
  assert.equal((await set(station, 1, again)).statusInfo?.reasonCode, "DuplicateProfile");
  await station.csms.call("RequestStopTransaction", { transactionId: named });
  await station.pass(1000);
  assert.equal(await reported(station, {}), "NoProfiles");
});

Deno.test("Message and cost are for the transaction whose id the CSMS writes in capitals", async () => {
  await using station = await startWithDisplay({ variables: PRICE_VARIABLES });
  const { csms, everest } = station;
  const { named, own } = await charging(station);
  assert.equal(await setMessage(station, message(6, { transactionId: named })), "Accepted");
  assert.equal(everest.display.messages[0]?.identifier_id, own);
  await csms.call("CostUpdated", { transactionId: named, totalCost: 1.5 });
  await station.settle();
  assert.deepEqual(costs(station).map(({ session_id }) => session_id), [own]);
  await csms.call("RequestStopTransaction", { transactionId: named });
  await station.pass(1000);
  assert.deepEqual(shown(station), []);
});
