import assert from "node:assert/strict";
import { eventOf, eventsOf, monitored, readVariable, STATE_DELTA } from "./harness/monitoring.ts";
import { booted, configured } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_61_CS Alert Event - Variable monitoring on numeric", async () => {
  await using station = await startStation();
  await booted(station);
  const threshold = { component: { name: "OCPPCommCtrlr" }, variable: { name: "OfflineThreshold" } };
  const before = Number(await readVariable(station, "OCPPCommCtrlr", "OfflineThreshold"));
  // Memory state.
  const [id] = await monitored(station, { ...threshold, ...STATE_DELTA });
  // Steps 1 and 2: the change is not more than the monitor's value.
  await configured(station, { "OCPPCommCtrlr.OfflineThreshold": String(before + 1) });
  await station.pass(10_000);
  assert.deepEqual(eventsOf(station, id!), []);
  // Steps 4 and 5.
  await configured(station, { "OCPPCommCtrlr.OfflineThreshold": String(before + 2) });
  // Steps 7 and 8.
  assert.equal((await eventOf(station, id!)).actualValue, String(before + 2));
});
