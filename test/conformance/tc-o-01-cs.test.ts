import assert from "node:assert/strict";
import { getMessages, message, setMessage, shown, startWithDisplay } from "./harness/display-messages.ts";
import { booted } from "./harness/reusable-states.ts";

Deno.test("TC_O_01_CS Set Display Message - Success", async () => {
  await using station = await startWithDisplay();
  await booted(station);
  const sent = message(1, { message: { format: "UTF8", content: "Grüezi", language: "gsw" } });
  // Steps 1, 2.
  assert.equal(await setMessage(station, sent), "Accepted");
  assert.deepEqual(shown(station), ["Grüezi"]);
  // Steps 3 to 6.
  assert.deepEqual(await getMessages(station, { id: [1] }), [sent]);
});
