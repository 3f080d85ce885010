import assert from "node:assert/strict";
import { installed, ofCsms, profile, reported } from "./harness/charging-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_30_CS Get Charging Profile - Evseld > 0", async () => {
  await using station = await startStation();
  await booted(station);
  await installed(
    station,
    0,
    profile(station, "ChargingStationMaxProfile", [[0, 20]], { id: 1 }),
  );
  const txDefault = await installed(station, 1, profile(station, "TxDefaultProfile", [[0, 6]], { id: 2 }));

  // Steps 1 to 4.
  assert.deepEqual(await reported(station, {}, 1), [ofCsms(1, txDefault)]);
});
