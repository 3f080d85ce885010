import assert from "node:assert/strict";
import { getMessages, message, startWithDisplay, withMessage } from "./harness/display-messages.ts";

Deno.test("TC_O_34_CS Get a Specific Display Message - Known Id, but not matching State", async () => {
  await using station = await startWithDisplay();
  await withMessage(station, message(34, { state: "Idle" }));
  // Steps 1, 2.
  assert.equal(await getMessages(station, { id: [34], state: "Faulted" }), "Unknown");
});
