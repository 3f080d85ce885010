import assert from "node:assert/strict";
import { installed, ofCsms, profile, reported, set } from "./harness/charging-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_04_CS Replace charging profile - With chargingProfileId", async () => {
  await using station = await startStation();
  await booted(station);
  await installed(station, 1, profile(station, "TxDefaultProfile", [[0, 6]], { id: 104 }));
  // Steps 1, 2.
  const sent = profile(station, "TxDefaultProfile", [[0, 10]], { id: 104 });
  assert.deepEqual(await set(station, 1, sent), { status: "Accepted" });
  // Steps 3 to 6.
  assert.deepEqual(await reported(station, { chargingProfileId: [104] }), [ofCsms(1, sent)]);
  assert.deepEqual(await reported(station, {}), [ofCsms(1, sent)]);
});
