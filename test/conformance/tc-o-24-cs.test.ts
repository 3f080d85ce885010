import assert from "node:assert/strict";
import { getMessages, message, setMessage, shown, startWithDisplay } from "./harness/display-messages.ts";
import { booted } from "./harness/reusable-states.ts";

Deno.test("TC_O_24_CS Set Display Message - Second Alwaysfront priority", async () => {
  await using station = await startWithDisplay();
  await booted(station);
  const [one, other] = [message(24, { priority: "AlwaysFront" }), message(240, { priority: "AlwaysFront" })];
  // Steps 1 to 4.
  assert.equal(await setMessage(station, one), "Accepted");
  assert.equal(await setMessage(station, other), "Accepted");
  // Steps 5 to 10.
  assert.equal(await getMessages(station, { id: [24] }), "Unknown");
  assert.deepEqual(await getMessages(station, { id: [240] }), [other]);
  assert.deepEqual(shown(station), ["message 240"]);
});
