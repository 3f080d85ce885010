import assert from "node:assert/strict";
import { assertLogStatus, getLog } from "./harness/log-uploads.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_F_16_CS Trigger message - LogStatusNotification - Uploading", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1, 2.
  assert.equal((await getLog(station, { requestId: 16 })).status, "Accepted");
  // Steps 3, 4.
  await assertLogStatus(station, "Uploading", 16);
  // Steps 5, 6.
  const { status } = await station.csms.call("TriggerMessage", { requestedMessage: "LogStatusNotification" });
  assert.equal(status, "Accepted");
  // Steps 7, 8.
  await assertLogStatus(station, "Uploading", 16);
});
