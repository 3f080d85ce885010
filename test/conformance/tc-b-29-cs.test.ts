import assert from "node:assert/strict";
import { assertEvseResetRejected } from "./harness/reset.ts";
import { arrived, energyTransferStarted, nothingMore, openTransaction } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_29_CS Reset EVSE - With ongoing transaction - Not Supported", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  // Steps 1 and 2.
  await assertEvseResetRejected(station, "OnIdle");
  // The transaction goes on.
  await nothingMore(visit);
  assert.equal(openTransaction(visit)?.transactionInfo.chargingState, "Charging");
});
