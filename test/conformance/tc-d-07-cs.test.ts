import assert from "node:assert/strict";
import { swipeUnasked } from "./harness/known-tokens.ts";
import { assertListVersion, LIST_VERSION, listPrepared } from "./harness/local-list.ts";
import { processRestarted } from "./harness/process-restart.ts";
import { VALID_TOKEN } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_D_07_CS Send Local Authorization List - Persistent over reboot", async () => {
  await using station = await startStation();
  await listPrepared(station);
  await processRestarted(station);
  // Steps 1 and 2.
  await assertListVersion(station, LIST_VERSION);
  // The tokens have survived, too.
  assert.equal(await swipeUnasked(station, VALID_TOKEN), "UsedToStart");
});
