import assert from "node:assert/strict";
import { DURATION, limitAtSink, ofCsms, profile, reported, set } from "./harness/charging-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_03_CS Set Charging Profile - ChargingStationMaxProfile", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1, 2.
  const sent = profile(station, "ChargingStationMaxProfile", [[0, 6]], { id: 103, duration: DURATION });
  assert.deepEqual(await set(station, 0, sent), { status: "Accepted" });
  assert.equal(await limitAtSink(station, 0), 6);
  // Steps 3 to 6, and the post scenario validation.
  assert.deepEqual(await reported(station, { chargingProfileId: [103] }), [ofCsms(0, sent)]);
});
