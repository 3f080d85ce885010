import assert from "node:assert/strict";
import { getMessages, message, setMessage, shown, startWithDisplay } from "./harness/display-messages.ts";
import { booted } from "./harness/reusable-states.ts";

Deno.test("TC_O_22_CS Set Display Message - Multiple In front priority", async () => {
  await using station = await startWithDisplay();
  await booted(station);
  const [one, other] = [message(22, { priority: "InFront" }), message(220, { priority: "InFront" })];
  assert.equal(await setMessage(station, message(1)), "Accepted");
  // Steps 1 to 4.
  assert.equal(await setMessage(station, one), "Accepted");
  assert.equal(await setMessage(station, other), "Accepted");
  // Steps 5 to 12.
  assert.deepEqual(await getMessages(station, { id: [22] }), [one]);
  assert.deepEqual(await getMessages(station, { id: [220] }), [other]);
  assert.deepEqual(shown(station), ["message 22", "message 220"]);
});
