import assert from "node:assert/strict";
import { clear } from "./harness/charging-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_08_CS Clear Charging Profile - Without previous charging profile", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1, 2.
  assert.equal(await clear(station, { chargingProfileId: 108 }), "Unknown");
});
