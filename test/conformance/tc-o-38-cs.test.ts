import assert from "node:assert/strict";
import { assertReported, changeAvailability, unavailable } from "./harness/availability.ts";
import { getMessages, message, setMessage, shown, startWithDisplay } from "./harness/display-messages.ts";
import { booted } from "./harness/reusable-states.ts";

Deno.test("TC_O_38_CS Set Display Message - State Unavailable", async () => {
  await using station = await startWithDisplay();
  await booted(station);
  const sent = message(38, { state: "Unavailable" });
  // Steps 1, 2.
  assert.equal(await setMessage(station, sent), "Accepted");
  assert.deepEqual(shown(station, "Idle"), []);
  // Step 3.
  await unavailable(station);
  assert.deepEqual(shown(station, "Unavailable"), ["message 38"]);
  // Steps 4 to 7.
  assert.equal(await changeAvailability(station, "Operative"), "Accepted");
  await assertReported(station, "Available", [1]);
  assert.deepEqual(shown(station, "Idle"), []);
  // Steps 8 to 11.
  assert.deepEqual(await getMessages(station, { id: [38] }), [sent]);
});
