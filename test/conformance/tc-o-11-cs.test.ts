import assert from "node:assert/strict";
import { getMessages, message, startWithDisplay, withMessage } from "./harness/display-messages.ts";

Deno.test("TC_O_11_CS Get a Specific Display Message - Unknown parameters", async () => {
  await using station = await startWithDisplay();
  await withMessage(station, message(11));
  // Steps 1, 2.
  assert.equal(await getMessages(station, { id: [110] }), "Unknown");
});
