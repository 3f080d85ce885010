import assert from "node:assert/strict";
import { arrived, energyTransferStarted, nothingMore, openTransaction } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_F_05_CS Remote unlock Connector - With ongoing transaction", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  // Steps 1 and 2.
  const { status } = await station.csms.call("UnlockConnector", { evseId: 1, connectorId: 1 });
  assert.equal(status, "OngoingAuthorizedTransaction");
  // F05.FR.02: neither the lock nor the transaction is touched.
  assert.deepEqual(station.everest.record.callsOf("force_unlock"), []);
  await nothingMore(visit);
  assert.equal(openTransaction(visit)?.transactionInfo.chargingState, "Charging");
});
