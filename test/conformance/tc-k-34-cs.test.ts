import assert from "node:assert/strict";
import { installed, ofCsms, profile, reported } from "./harness/charging-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_34_CS Get Charging Profile - EvseId > 0 + chargingLimitSource", async () => {
  await using station = await startStation();
  await booted(station);
  const sent = await installed(station, 1, profile(station, "TxDefaultProfile", [[0, 6]], { stackLevel: 1 }));
  // Steps 1 to 4.
  assert.deepEqual(await reported(station, { chargingLimitSource: ["CSO"] }, 1), [ofCsms(1, sent)]);
  // Steps 5, 6.
  assert.equal(await reported(station, { chargingLimitSource: ["EMS"] }, 1), "NoProfiles");
});
