import assert from "node:assert/strict";
import { message, setMessage, startWithDisplay } from "./harness/display-messages.ts";
import { booted } from "./harness/reusable-states.ts";

Deno.test("TC_O_19_CS Set Display Message - NotSupportedMessageFormat", async () => {
  // HTML is not among SupportedFormats as shipped.
  await using station = await startWithDisplay();
  await booted(station);
  // Steps 1, 2.
  const sent = message(19, { message: { format: "HTML", content: "<b>price</b>" } });
  assert.equal(await setMessage(station, sent), "NotSupportedMessageFormat");
  assert.deepEqual(station.everest.display.messages, []);
});
