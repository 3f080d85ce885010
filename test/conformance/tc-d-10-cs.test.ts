import { assertListVersion, LIST_VERSION, listPrepared } from "./harness/local-list.ts";
import { configured } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_D_10_CS Get Local List Version - Function disabled", async () => {
  await using station = await startStation();
  await listPrepared(station);
  await configured(station, { "LocalAuthListCtrlr.Enabled": "false" });
  // Steps 1 and 2.
  await assertListVersion(station, 0);
  // What is stored outlives the time without it.
  await configured(station, { "LocalAuthListCtrlr.Enabled": "true" });
  await assertListVersion(station, LIST_VERSION);
});
