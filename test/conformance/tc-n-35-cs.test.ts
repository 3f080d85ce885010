import { assertUploaded } from "./harness/log-uploads.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_35_CS Retrieve Log Information - Security Log - Success", async () => {
  await using station = await startStation();
  await booted(station);
  await assertUploaded(station, "SecurityLog");
});
