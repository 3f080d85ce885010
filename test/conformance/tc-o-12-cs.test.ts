import assert from "node:assert/strict";
import {
  getMessages,
  message,
  setMessage,
  shown,
  startWithDisplay,
  withMessage,
} from "./harness/display-messages.ts";

Deno.test("TC_O_12_CS Set Display Message - Replace DisplayMessage", async () => {
  await using station = await startWithDisplay();
  await withMessage(station, message(12, { state: "Idle" }));
  // Steps 1, 2.
  const other = message(12, { message: { format: "ASCII", content: "another one" } });
  assert.equal(await setMessage(station, other), "Accepted");
  assert.deepEqual(shown(station), ["another one"]);
  // O06.FR.01: with all parameters.
  assert.deepEqual(await getMessages(station), [other]);
});
