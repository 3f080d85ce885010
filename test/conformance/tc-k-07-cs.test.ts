import assert from "node:assert/strict";
import { clear, installed, ofCsms, profile, reported } from "./harness/charging-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_07_CS Clear Charging Profile - With unknown stackLevel/purpose combination", async () => {
  await using station = await startStation();
  await booted(station);
  const kept = await installed(station, 1, profile(station, "TxDefaultProfile", [[0, 6]], { stackLevel: 1 }));
  // Steps 1, 2.
  const combination = { chargingProfilePurpose: "ChargingStationMaxProfile", stackLevel: 0 } as const;
  assert.equal(await clear(station, { chargingProfileCriteria: combination }), "Unknown");
  assert.deepEqual(await reported(station, {}), [ofCsms(1, kept)]);
});
