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

Deno.test("TC_O_30_CS Set Display Message - Specific transaction - Multiple In front priority", async () => {
  await using station = await startWithDisplay();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  const transactionId = transactionIdOf(visit);
  const one = message(30, { transactionId, priority: "InFront" });
  const other = message(300, {
    transactionId,
    priority: "InFront",
    message: { format: "UTF8", content: "message 30 2" },
  });
  // Steps 1 to 4.
  assert.equal(await setMessage(station, one), "Accepted");
  assert.equal(await setMessage(station, other), "Accepted");
  assert.deepEqual(shown(station, "Charging"), ["message 30", "message 30 2"]);
  // Steps 5 to 12.
  assert.deepEqual(await getMessages(station, { id: [30] }), [one]);
  assert.deepEqual(await getMessages(station, { id: [300] }), [other]);
  // Steps 13 to 16.
  await left(visit);
  assert.deepEqual(shown(station), []);
  // Steps 17 to 20.
  assert.equal(await getMessages(station, { id: [30] }), "Unknown");
  assert.equal(await getMessages(station, { id: [300] }), "Unknown");
});
