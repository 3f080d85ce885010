import assert from "node:assert/strict";
import {
  getMessages,
  left,
  message,
  setMessage,
  shown,
  startWithDisplay,
} from "./harness/display-messages.ts";
import { arrived, energyTransferStarted, transactionIdOf } from "./harness/reusable-states.ts";

Deno.test("TC_O_06_CS Set Display Message - Specific transaction - Success", async () => {
  await using station = await startWithDisplay();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  // Steps 1, 2.
  const sent = message(6, { transactionId: transactionIdOf(visit) });
  assert.equal(await setMessage(station, sent), "Accepted");
  assert.deepEqual(shown(station, "Charging"), ["message 6"]);
  // Steps 3 to 6.
  await left(visit);
  assert.deepEqual(shown(station), []);
  // Steps 7, 8.
  assert.equal(await getMessages(station, { id: [6] }), "Unknown");
});
