import assert from "node:assert/strict";
import { clear, installed, profile, reported } from "./harness/charging-profiles.ts";
import { arrived, energyTransferStarted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_06_CS Clear Charging Profile - With stackLevel/purpose combination for one profile", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  await installed(station, 1, profile(station, "TxDefaultProfile", [[0, 6]], { stackLevel: 2 }));
  const combination = { chargingProfilePurpose: "TxDefaultProfile", stackLevel: 2 } as const;
  // Steps 1, 2.
  assert.equal(await clear(station, { chargingProfileCriteria: combination }), "Accepted");
  // Steps 3, 4.
  assert.equal(await reported(station, combination), "NoProfiles");
});
