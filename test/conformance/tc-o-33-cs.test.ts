import assert from "node:assert/strict";
import { getMessages, startWithDisplay } from "./harness/display-messages.ts";
import { booted } from "./harness/reusable-states.ts";

Deno.test("TC_O_33_CS Get a Specific Display Message - No DisplayMessages configured", async () => {
  await using station = await startWithDisplay();
  await booted(station);
  // Steps 1, 2.
  assert.equal(await getMessages(station, { id: [33] }), "Unknown");
});
