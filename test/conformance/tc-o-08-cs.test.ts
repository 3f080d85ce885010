import assert from "node:assert/strict";
import {
  getMessages,
  message,
  setMessage,
  startWithDisplay,
  withMessage,
} from "./harness/display-messages.ts";

Deno.test("TC_O_08_CS Get a Specific Display Message - Priority", async () => {
  await using station = await startWithDisplay();
  const asked = message(8, { priority: "InFront" });
  await withMessage(station, asked);
  assert.equal(await setMessage(station, message(80)), "Accepted");
  // Steps 1 to 4.
  assert.deepEqual(await getMessages(station, { priority: "InFront" }), [asked]);
});
