import assert from "node:assert/strict";
import { getMessages, message, setMessage, startWithDisplay } from "./harness/display-messages.ts";
import { booted } from "./harness/reusable-states.ts";

Deno.test("TC_O_02_CS Get all Display Messages - Success", async () => {
  // Pages as small as the device model allows, so that there are several.
  await using station = await startWithDisplay({ variables: { "InternalCtrlr.MaxMessageSize": 1000 } });
  await booted(station);
  const sent = Array.from({ length: 20 }, (_, id) => message(id));
  for (const one of sent) assert.equal(await setMessage(station, one), "Accepted");
  // Steps 1 to 4.
  assert.deepEqual(await getMessages(station), sent);
  const pages = station.csms.received("NotifyDisplayMessages");
  assert(pages.length > 1, "one page");
  assert.deepEqual(pages.map(({ tbc }) => tbc), pages.map((_, index) => index < pages.length - 1));
});
