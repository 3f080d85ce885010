import assert from "node:assert/strict";
import {
  getMessages,
  inSeconds,
  message,
  setMessage,
  shown,
  startWithDisplay,
} from "./harness/display-messages.ts";
import { arrived, energyTransferStarted, transactionIdOf } from "./harness/reusable-states.ts";

Deno.test("TC_O_28_CS Set Display Message - Specific transaction - Remove message after EndTime", async () => {
  await using station = await startWithDisplay();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  // Steps 1, 2. Errata 2025-02: the message names the transaction.
  const sent = message(28, { transactionId: transactionIdOf(visit), endDateTime: inSeconds(station, 60) });
  assert.equal(await setMessage(station, sent), "Accepted");
  assert.deepEqual(shown(station, "Charging"), ["message 28"]);
  await station.pass(60_000);
  assert.deepEqual(station.everest.display.messages, []);
  // Steps 3, 4.
  assert.equal(await getMessages(station, { id: [28] }), "Unknown");
});
