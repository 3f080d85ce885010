import assert from "node:assert/strict";
import { composite, inSeconds, profile, set, TIME_DEVIATION } from "./harness/charging-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_22_CS Set Charging Profile - ValidTo", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  // Steps 1, 2.
  const sent = profile(station, "TxDefaultProfile", [[0, 6]], {
    validFrom: inSeconds(station, -TIME_DEVIATION),
    validTo: inSeconds(station, 300),
  });
  assert.deepEqual(await set(station, 0, sent), { status: "Accepted" });
  await station.pass(20_000);
  // Steps 3, 4 for every EVSE; x is 20.
  assert.deepEqual(await composite(station, 0, 400), [[0, 12], [280, 96]]);
  assert.deepEqual(await composite(station, 1, 400), [[0, 6], [280, 48]]);
  assert.deepEqual(await composite(station, 2, 400), [[0, 6], [280, 48]]);
});
