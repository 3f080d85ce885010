import assert from "node:assert/strict";
import { message, setMessage, shown, startWithDisplay } from "./harness/display-messages.ts";
import {
  arrived,
  authorized,
  energyTransferStarted,
  evConnectedPreSession,
} from "./harness/reusable-states.ts";

Deno.test("TC_O_15_CS Set Display Message - Language preference of the EV Driver", async () => {
  await using station = await startWithDisplay();
  const visit = await arrived(station);
  await evConnectedPreSession(visit);
  // Steps 1, 2.
  station.csms.on("Authorize", () => ({ idTokenInfo: { status: "Accepted", language1: "de" } }));
  await authorized(visit);
  // Step 3.
  await energyTransferStarted(visit);
  // Steps 4, 5. Errata 2025-02 remove this case: a message comes in one language only.
  const sent = message(15, { message: { format: "UTF8", content: "Guten Tag", language: "de" } });
  assert.equal(await setMessage(station, sent), "Accepted");
  assert.deepEqual(shown(station, "Charging"), ["Guten Tag"]);
});
