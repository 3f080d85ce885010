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

Deno.test("TC_O_13_CS Set Display Message - Display message at StartTime", async () => {
  await using station = await startWithDisplay();
  await booted(station);
  // Steps 1, 2.
  const sent = message(13, { startDateTime: inSeconds(station, 60) });
  assert.equal(await setMessage(station, sent), "Accepted");
  // Steps 3 to 6.
  assert.deepEqual(await getMessages(station, { id: [13] }), [sent]);
  assert.deepEqual(shown(station), []);
  await station.pass(60_000);
  assert.deepEqual(shown(station), ["message 13"]);
});
