import assert from "node:assert/strict";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_E_28_CS Check Transaction status - TransactionId unknown", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1 and 2.
  const response = await station.csms.call("GetTransactionStatus", { transactionId: crypto.randomUUID() });
  assert.deepEqual(response, { ongoingIndicator: false, messagesInQueue: false });
});
