import assert from "node:assert/strict";
import { rebooted } from "./harness/availability.ts";
import { DURATION, limitAtSink, ofCsms, profile, reported, set } from "./harness/charging-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_13_CS Set Charging Profile - Persistent over reboot", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1, 2.
  const sent = profile(station, "TxDefaultProfile", [[0, 6]], { id: 113, duration: DURATION });
  assert.deepEqual(await set(station, 1, sent), { status: "Accepted" });
  // Step 3.
  await rebooted(station);
  await booted(station);
  // Steps 4 to 7, and the post scenario validation.
  assert.deepEqual(await reported(station, { chargingProfileId: [113] }), [ofCsms(1, sent)]);
  assert.equal(await limitAtSink(station, 1), 6);
});
