import assert from "node:assert/strict";
import { assertLogStatus } from "./harness/log-uploads.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_F_15_CS Trigger message - LogStatusNotification - Idle", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1, 2.
  const { status } = await station.csms.call("TriggerMessage", { requestedMessage: "LogStatusNotification" });
  assert.equal(status, "Accepted");
  // Steps 3, 4.
  await assertLogStatus(station, "Idle");
});
