import assert from "node:assert/strict";
import { getMessages, message, startWithDisplay, withMessage } from "./harness/display-messages.ts";

Deno.test("TC_O_35_CS Get a Specific Display Message - Known Id, but not matching Priority", async () => {
  await using station = await startWithDisplay();
  await withMessage(station, message(35));
  // Steps 1, 2.
  assert.equal(await getMessages(station, { id: [35], priority: "InFront" }), "Unknown");
});
