import assert from "node:assert/strict";
import {
  getMessages,
  message,
  setMessage,
  startWithDisplay,
  withMessage,
} from "./harness/display-messages.ts";

Deno.test("TC_O_07_CS Get a Specific Display Message - Id", async () => {
  await using station = await startWithDisplay();
  await withMessage(station, message(7));
  assert.equal(await setMessage(station, message(70)), "Accepted");
  // Steps 1 to 4.
  assert.deepEqual(await getMessages(station, { id: [7] }), [message(7)]);
});
