import assert from "node:assert/strict";
import { message, setMessage, startWithDisplay } from "./harness/display-messages.ts";
import { booted } from "./harness/reusable-states.ts";

Deno.test("TC_O_18_CS Set Display Message - NotSupportedState", async () => {
  await using station = await startWithDisplay({
    variables: { "DisplayMessageCtrlr.SupportedStates": "Charging,Idle,Unavailable" },
  });
  await booted(station);
  // Steps 1, 2.
  assert.equal(await setMessage(station, message(18, { state: "Faulted" })), "NotSupportedState");
  assert.deepEqual(station.everest.display.messages, []);
});
