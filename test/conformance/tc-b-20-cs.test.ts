import assert from "node:assert/strict";
import { assertBooted, assertReset, restarted } from "./harness/reset.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_20_CS Reset Charging Station - Without ongoing transaction - OnIdle", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  // Steps 1 and 2.
  assert.equal((await station.csms.call("Reset", { type: "OnIdle" })).status, "Accepted");
  await assertReset(station, { scheduled: false });
  // Steps 3 and 4.
  assert.equal((await restarted(station)).reason, "RemoteReset");
  // Steps 5 and 6.
  await assertBooted(station, { 1: "Available", 2: "Available" });
});
