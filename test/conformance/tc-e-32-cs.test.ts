import assert from "node:assert/strict";
import {
  arrived,
  energyTransferStarted,
  parkingBayUnoccupied,
  transactionIdOf,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test(
  "TC_E_32_CS Check Transaction status - Transaction with id ended - without message in queue",
  async () => {
    await using station = await startStation();
    const visit = await arrived(station);
    await energyTransferStarted(visit);
    await parkingBayUnoccupied(visit);
    await station.settle();
    // Steps 1 and 2.
    const transactionId = transactionIdOf(visit);
    const status = await station.csms.call("GetTransactionStatus", { transactionId });
    assert.deepEqual(status, { ongoingIndicator: false, messagesInQueue: false });
  },
);
