import assert from "node:assert/strict";
import { getLog } from "./harness/log-uploads.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_34_CS Retrieve Log Information - Rejected", async () => {
  await using station = await startStation();
  await booted(station);
  station.everest.system.uploads.available = false;
  // Steps 1, 2.
  assert.equal((await getLog(station)).status, "Rejected");
  await station.settle();
  assert.deepEqual(station.csms.received("LogStatusNotification"), []);
});
