import assert from "node:assert/strict";
import {
  arrived,
  assertQueuedUpdates,
  backOnline,
  emptiedQueue,
  energyTransferStarted,
  goneOffline,
  nothingMore,
  QUEUEING_VARIABLES,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_E_33_CS Check Transaction status - Without transactionId - with message in queue", async () => {
  await using station = await startStation();
  const { csms } = station;
  const visit = await arrived(station, { variables: QUEUEING_VARIABLES });
  await energyTransferStarted(visit);
  // Steps 1 and 2.
  await goneOffline(station);
  csms.hold("TransactionEvent");
  await backOnline(station);
  // Steps 3 and 4: without ongoingIndicator.
  assert.deepEqual(await csms.call("GetTransactionStatus", {}), { messagesInQueue: true });
  // Steps 5 and 6.
  assertQueuedUpdates(await emptiedQueue(station));
  await nothingMore(visit);
});
