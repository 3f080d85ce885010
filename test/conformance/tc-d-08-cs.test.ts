import { assertListVersion, LIST_VERSION, listPrepared } from "./harness/local-list.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_D_08_CS Get Local List Version - Success", async () => {
  await using station = await startStation();
  await listPrepared(station);
  // Steps 1 and 2.
  await assertListVersion(station, LIST_VERSION);
});

Deno.test("TC_D_08_CS Get Local List Version - without an update the version is 0", async () => {
  await using station = await startStation();
  await listPrepared(station, "none");
  await assertListVersion(station, 0);
});
