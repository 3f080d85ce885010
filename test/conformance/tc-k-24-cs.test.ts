import assert from "node:assert/strict";
import { clear, installed, profile, reported } from "./harness/charging-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_24_CS Clear Charging Profile - With stackLevel/purpose combination for multiple profiles", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  await installed(station, 1, profile(station, "TxDefaultProfile", [[0, 6]], { id: 1, stackLevel: 3 }));
  await installed(station, 2, profile(station, "TxDefaultProfile", [[0, 6]], { id: 2, stackLevel: 3 }));
  const combination = { chargingProfilePurpose: "TxDefaultProfile", stackLevel: 3 } as const;
  // Steps 1, 2.
  assert.equal(await clear(station, { chargingProfileCriteria: combination }), "Accepted");
  // Steps 3, 4.
  assert.equal(await reported(station, combination), "NoProfiles");
});
