import assert from "node:assert/strict";
import { getMessages, message, shown, startWithDisplay, withMessage } from "./harness/display-messages.ts";

Deno.test("TC_O_04_CS Clear Display Message - Success", async () => {
  await using station = await startWithDisplay();
  await withMessage(station, message(4));
  // Steps 1, 2.
  const { status } = await station.csms.call("ClearDisplayMessage", { id: 4 });
  assert.equal(status, "Accepted");
  assert.deepEqual(shown(station), []);
  // Steps 3, 4.
  assert.equal(await getMessages(station, { id: [4] }), "Unknown");
});
