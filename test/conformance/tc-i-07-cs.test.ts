import assert from "node:assert/strict";
import { costs, startWithPrices, tariffs, totals } from "./harness/prices.ts";
import {
  arrived,
  authorized,
  energyTransferStarted,
  energyTransferSuspended,
  evConnectedPreSession,
  transactionIdOf,
} from "./harness/reusable-states.ts";

Deno.test("TC_I_07_CS Show EV Driver running total cost during charging - transactionResponse", async () => {
  await using station = await startWithPrices();
  const visit = await arrived(station);
  await evConnectedPreSession(visit);
  // Steps 1 to 4.
  const personalMessage = { format: "UTF8", content: "0.30 EUR/kWh" } as const;
  station.csms.on("Authorize", () => ({ idTokenInfo: { status: "Accepted", personalMessage } }));
  await authorized(visit);
  assert.deepEqual(tariffs(station).map(({ identifier_type }) => identifier_type), ["IdToken"]);
  // Steps 5 to 9, repeated: every event is answered with what is to be paid until then.
  let answered = 0;
  station.csms.on("TransactionEvent", () => {
    answered++;
    const content = `${answered}.50 EUR`;
    return { updatedPersonalMessage: { format: "UTF8", content }, totalCost: answered + 0.5 };
  });
  await energyTransferStarted(visit);
  await energyTransferSuspended(visit);
  await station.settle();
  assert(answered >= 2);
  assert.deepEqual(totals(station), Array.from({ length: answered }, (_, index) => (index + 1.5) * 100_000));
  for (const [index, cost] of costs(station).entries()) {
    assert.equal(cost.session_id, transactionIdOf(visit));
    assert.equal(cost.status, "Running");
    assert.deepEqual(cost.message, [{ format: "UTF8", content: `${index + 1}.50 EUR` }]);
  }
});
