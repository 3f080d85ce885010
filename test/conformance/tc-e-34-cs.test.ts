import assert from "node:assert/strict";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_E_34_CS Check Transaction status - Without transactionId - without message in queue", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1 and 2: without ongoingIndicator.
  assert.deepEqual(await station.csms.call("GetTransactionStatus", {}), { messagesInQueue: false });
});
