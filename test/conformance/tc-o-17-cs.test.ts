import assert from "node:assert/strict";
import { message, setMessage, startWithDisplay } from "./harness/display-messages.ts";
import { booted } from "./harness/reusable-states.ts";

Deno.test("TC_O_17_CS Set Display Message - NotSupportedPriority", async () => {
  await using station = await startWithDisplay({
    variables: { "DisplayMessageCtrlr.SupportedPriorities": "AlwaysFront,NormalCycle" },
  });
  await booted(station);
  // Steps 1, 2.
  assert.equal(await setMessage(station, message(17, { priority: "InFront" })), "NotSupportedPriority");
  assert.deepEqual(station.everest.display.messages, []);
});
