import assert from "node:assert/strict";
import { rebooted } from "./harness/availability.ts";
import { getMessages, message, setMessage, shown, startWithDisplay } from "./harness/display-messages.ts";
import { booted } from "./harness/reusable-states.ts";

Deno.test("TC_O_20_CS Set Display Message - Persistent over reboot", async () => {
  await using station = await startWithDisplay();
  await booted(station);
  // Steps 1, 2.
  assert.equal(await setMessage(station, message(20)), "Accepted");
  // Step 3. The display has forgotten everything.
  await rebooted(station);
  await booted(station);
  assert.deepEqual(shown(station), ["message 20"]);
  // Steps 4 to 7.
  assert.deepEqual(await getMessages(station, { id: [20] }), [message(20)]);
});
