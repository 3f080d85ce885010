import assert from "node:assert/strict";
import { DURATION, limitAtSink, ofCsms, profile, reported, set } from "./harness/charging-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_10_CS Set Charging Profile - TxDefaultProfile - All EVSE", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  // Steps 1, 2.
  const sent = profile(station, "TxDefaultProfile", [[0, 6]], { id: 110, duration: DURATION });
  assert.deepEqual(await set(station, 0, sent), { status: "Accepted" });
  assert.deepEqual(await Promise.all([1, 2].map((evse) => limitAtSink(station, evse))), [6, 6]);
  // Steps 3 to 6, and the post scenario validation.
  assert.deepEqual(await reported(station, { chargingProfileId: [110] }), [ofCsms(0, sent)]);
  assert.equal(station.csms.received("ReportChargingProfiles").at(-1)?.tbc, false);
});
