import assert from "node:assert/strict";
import {
  getMessages,
  inSeconds,
  message,
  setMessage,
  shown,
  startWithDisplay,
} from "./harness/display-messages.ts";
import { booted } from "./harness/reusable-states.ts";

Deno.test("TC_O_14_CS Set Display Message - Remove message after EndTime", async () => {
  await using station = await startWithDisplay();
  await booted(station);
  // Steps 1, 2.
  const sent = message(14, { endDateTime: inSeconds(station, 60) });
  assert.equal(await setMessage(station, sent), "Accepted");
  // Steps 3 to 6.
  assert.deepEqual(await getMessages(station, { id: [14] }), [sent]);
  assert.deepEqual(shown(station), ["message 14"]);
  await station.pass(60_000);
  assert.deepEqual(station.everest.display.messages, []);
  // Steps 7, 8.
  assert.equal(await getMessages(station, { id: [14] }), "Unknown");
});
