import assert from "node:assert/strict";
import { costs, startWithPrices, tariffs, totals } from "./harness/prices.ts";
import {
  arrived,
  authorized,
  energyTransferStarted,
  evConnectedPreSession,
  transactionIdOf,
  VALID_TOKEN,
} from "./harness/reusable-states.ts";

Deno.test("TC_I_01_CS Show EV Driver running total cost during charging - costUpdatedRequest", async () => {
  await using station = await startWithPrices();
  const visit = await arrived(station);
  await evConnectedPreSession(visit);
  // Steps 1 to 4.
  const personalMessage = { format: "UTF8", content: "0.30 EUR/kWh" } as const;
  station.csms.on("Authorize", () => ({ idTokenInfo: { status: "Accepted", personalMessage } }));
  await authorized(visit);
  assert.deepEqual(tariffs(station), [
    { messages: [personalMessage], identifier_id: VALID_TOKEN.idToken, identifier_type: "IdToken" },
  ]);
  // Steps 5 to 7.
  const updatedPersonalMessage = { format: "UTF8", content: "0.32 EUR/kWh" } as const;
  station.csms.on("TransactionEvent", () => ({ updatedPersonalMessage }));
  await energyTransferStarted(visit);
  await station.settle();
  const transactionId = transactionIdOf(visit);
  assert.deepEqual(tariffs(station).at(-1), {
    messages: [updatedPersonalMessage],
    ocpp_transaction_id: transactionId,
    identifier_id: transactionId,
    identifier_type: "TransactionId",
  });
  // Steps 8 and 9, repeated.
  for (const totalCost of [1.5, 2.25]) {
    assert.deepEqual(await station.csms.call("CostUpdated", { totalCost, transactionId }), {});
  }
  await station.settle();
  assert.deepEqual(totals(station), [150_000, 225_000]);
  assert.deepEqual(costs(station).map(({ session_id, status }) => [session_id, status]), [
    [transactionId, "Running"],
    [transactionId, "Running"],
  ]);
});
