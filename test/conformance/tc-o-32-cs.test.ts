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

Deno.test("TC_O_32_CS Set Display Message - Specific transaction - Second Alwaysfront priority", async () => {
  await using station = await startWithDisplay();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  const transactionId = transactionIdOf(visit);
  const one = message(32, { transactionId, priority: "AlwaysFront" });
  const other = message(320, {
    transactionId,
    priority: "AlwaysFront",
    message: { format: "UTF8", content: "message 32 2" },
  });
  // Steps 1 to 4.
  assert.equal(await setMessage(station, one), "Accepted");
  assert.deepEqual(shown(station, "Charging"), ["message 32"]);
  assert.equal(await setMessage(station, other), "Accepted");
  assert.deepEqual(shown(station, "Charging"), ["message 32 2"]);
  // Steps 5 to 10.
  assert.equal(await getMessages(station, { id: [32] }), "Unknown");
  assert.deepEqual(await getMessages(station, { id: [320] }), [other]);
  // Steps 11 to 14.
  await left(visit);
  assert.deepEqual(shown(station), []);
  // Steps 15, 16.
  assert.equal(await getMessages(station, { id: [320] }), "Unknown");
});
