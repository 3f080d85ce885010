import assert from "node:assert/strict";
import { clear, installed, profile, reported } from "./harness/charging-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_05_CS Clear Charging Profile - With chargingProfileId", async () => {
  await using station = await startStation();
  await booted(station);
  await installed(station, 1, profile(station, "TxDefaultProfile", [[0, 6]], { id: 105 }));
  // Steps 1, 2.
  assert.equal(await clear(station, { chargingProfileId: 105 }), "Accepted");
  // Steps 3, 4.
  assert.equal(await reported(station, { chargingProfileId: [105] }), "NoProfiles");
});
