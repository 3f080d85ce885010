import assert from "node:assert/strict";
import {
  getMessages,
  inSeconds,
  left,
  message,
  setMessage,
  shown,
  startWithDisplay,
} from "./harness/display-messages.ts";
import { arrived, energyTransferStarted, transactionIdOf } from "./harness/reusable-states.ts";

Deno.test("TC_O_27_CS Set Display Message - Specific transaction - Display message at StartTime", async () => {
  await using station = await startWithDisplay();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  // Steps 1, 2.
  const sent = message(27, { transactionId: transactionIdOf(visit), startDateTime: inSeconds(station, 60) });
  assert.equal(await setMessage(station, sent), "Accepted");
  assert.deepEqual(shown(station, "Charging"), []);
  await station.pass(60_000);
  assert.deepEqual(shown(station, "Charging"), ["message 27"]);
  // Steps 3 to 6.
  await left(visit);
  assert.deepEqual(shown(station), []);
  // Steps 7, 8.
  assert.equal(await getMessages(station, { id: [27] }), "Unknown");
});
