import assert from "node:assert/strict";
import { costs, startWithPrices, totals } from "./harness/prices.ts";
import {
  arrived,
  energyTransferStarted,
  evConnectedPostSession,
  evDisconnected,
  parkingBayUnoccupied,
  stopAuthorized,
  transactionIdOf,
} from "./harness/reusable-states.ts";

Deno.test("TC_I_02_CS Show EV Driver Final Total Cost After Charging", async () => {
  await using station = await startWithPrices();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  // In whichever state the transaction ends, its answer tells the total.
  station.csms.on("TransactionEvent", ({ eventType }) => eventType === "Ended" ? { totalCost: 7.77 } : {});
  // Steps 1 to 4.
  await stopAuthorized(visit);
  await evConnectedPostSession(visit);
  await evDisconnected(visit);
  await parkingBayUnoccupied(visit);
  await station.settle();
  assert.deepEqual(totals(station), [777_000]);
  const [cost] = costs(station);
  assert.equal(cost?.session_id, transactionIdOf(visit));
  assert.equal(cost.status, "Finished");
  assert.deepEqual(cost.currency, { code: "EUR", decimals: 5 });
});
