import assert from "node:assert/strict";
import { message, setMessage, startWithDisplay } from "./harness/display-messages.ts";
import { booted } from "./harness/reusable-states.ts";

Deno.test("TC_O_10_CS Set Display Message - Specific transaction - UnknownTransaction", async () => {
  await using station = await startWithDisplay();
  await booted(station);
  // Steps 1, 2.
  const sent = message(10, { transactionId: "3f5c6f1e-no-such-transaction" });
  assert.equal(await setMessage(station, sent), "UnknownTransaction");
  assert.deepEqual(station.everest.display.messages, []);
});
