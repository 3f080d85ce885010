import assert from "node:assert/strict";
import { arrived, energyTransferStarted, nothingMore, openTransaction } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_F_09_CS Remote stop transaction - Rejected", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  // Steps 1 and 2.
  const { status, statusInfo } = await station.csms.call("RequestStopTransaction", {
    transactionId: crypto.randomUUID(),
  });
  assert.equal(status, "Rejected");
  assert.equal(statusInfo?.reasonCode, "TxNotFound");
  // The transaction that runs is not touched.
  await nothingMore(visit);
  assert.equal(openTransaction(visit)?.transactionInfo.chargingState, "Charging");
  assert.deepEqual(station.everest.record.callsOf("stop_transaction"), []);
});
