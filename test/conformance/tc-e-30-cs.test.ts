import assert from "node:assert/strict";
import { arrived, energyTransferStarted, transactionIdOf } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test(
  "TC_E_30_CS Check Transaction status - Transaction with id ongoing - without message in queue",
  async () => {
    await using station = await startStation();
    const visit = await arrived(station);
    await energyTransferStarted(visit);
    await station.settle();
    // Steps 1 and 2.
    const transactionId = transactionIdOf(visit);
    const status = await station.csms.call("GetTransactionStatus", { transactionId });
    assert.deepEqual(status, { ongoingIndicator: true, messagesInQueue: false });
  },
);
