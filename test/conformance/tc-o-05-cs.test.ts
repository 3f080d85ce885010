import assert from "node:assert/strict";
import { startWithDisplay } from "./harness/display-messages.ts";
import { booted } from "./harness/reusable-states.ts";

Deno.test("TC_O_05_CS Clear Display Message - Unknown Key", async () => {
  await using station = await startWithDisplay();
  await booted(station);
  // Steps 1, 2.
  const { status } = await station.csms.call("ClearDisplayMessage", { id: 5 });
  assert.equal(status, "Unknown");
});
