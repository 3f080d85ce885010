import assert from "node:assert/strict";
import {
  getMessages,
  message,
  setMessage,
  startWithDisplay,
  withMessage,
} from "./harness/display-messages.ts";

Deno.test("TC_O_09_CS Get a Specific Display Message - State", async () => {
  await using station = await startWithDisplay();
  const asked = message(9, { state: "Faulted" });
  await withMessage(station, asked);
  assert.equal(await setMessage(station, message(90, { state: "Idle" })), "Accepted");
  // Steps 1 to 4.
  assert.deepEqual(await getMessages(station, { state: "Faulted" }), [asked]);
});
