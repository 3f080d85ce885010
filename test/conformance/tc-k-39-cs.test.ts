import assert from "node:assert/strict";
import { composite } from "./harness/charging-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_39_CS Get Composite Schedule - No ChargingProfile installed on Charging Station", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  // Steps 1, 2; what both EVSEs may draw together.
  assert.deepEqual(await composite(station, 0, 300), [[0, 96]]);
});
