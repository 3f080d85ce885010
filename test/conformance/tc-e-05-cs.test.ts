import assert from "node:assert/strict";
import {
  arrived,
  authorized,
  energyTransferStarted,
  nextEvent,
  nothingMore,
  type Visit,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const CASE = "TC_E_05_CS Local start transaction - Authorization first - Cable plugin timeout";
const TIMEOUT_SECONDS = 20;
/** There is no authorization cache to be switched off. */
const variables = {
  "TxCtrlr.EVConnectionTimeOut": `${TIMEOUT_SECONDS}`,
  "AuthCtrlr.Enabled": "true",
  "AuthCtrlr.DisableRemoteAuthorization": "false",
  "AuthCtrlr.LocalPreAuthorize": "false",
};

async function timeoutPasses(visit: Visit): Promise<void> {
  await visit.station.pass((TIMEOUT_SECONDS - 1) * 1000);
  await nothingMore(visit);
  await visit.station.pass(1000);
  visit.authorized = "no";
}

Deno.test(`${CASE} (TxStartPoint Authorized)`, async () => {
  await using station = await startStation();
  const visit = await arrived(station, { start: "Authorized", stop: "EVConnected,Authorized", variables });
  await authorized(visit, "local");
  await timeoutPasses(visit);
  // Step 1.
  const ended = await nextEvent(visit);
  assert.equal(ended.triggerReason, "EVConnectTimeout");
  assert.equal(ended.eventType, "Ended");
  assert.equal(ended.transactionInfo.stoppedReason, "Timeout");
  await nothingMore(visit);
  // Steps 3 and 4: the EVSE is ready for the next session.
  await authorized(visit, "local");
  await energyTransferStarted(visit);
  await nothingMore(visit);
});

Deno.test(`${CASE} (TxStartPoint PowerPathClosed)`, async () => {
  await using station = await startStation();
  const visit = await arrived(station, { start: "PowerPathClosed", variables });
  await authorized(visit, "local");
  await timeoutPasses(visit);
  // No transaction, so there is nothing to say in step 1.
  await nothingMore(visit);
  assert.equal(visit.events.length, 0);
  // Steps 3 and 4.
  await authorized(visit, "local");
  await energyTransferStarted(visit);
  await nothingMore(visit);
});

// The table expects Updated when TxStopPoint lacks Authorized, where F02.FR.07 wants the end "otherwise the transaction
// would not be ended"; E03.FR.05 says the same. The requirements win.
Deno.test(`${CASE} (TxStopPoint without Authorized: E03.FR.05)`, async () => {
  await using station = await startStation();
  const visit = await arrived(station, { start: "Authorized", stop: "EVConnected", variables });
  await authorized(visit, "local");
  await timeoutPasses(visit);
  const ended = await nextEvent(visit);
  assert.equal(ended.triggerReason, "EVConnectTimeout");
  assert.equal(ended.eventType, "Ended");
  assert.equal(ended.transactionInfo.stoppedReason, "Timeout");
  await nothingMore(visit);
});
