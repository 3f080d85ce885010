import assert from "node:assert/strict";
import { composite, inSeconds, installed, profile, TIME_DEVIATION } from "./harness/charging-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_40_CS Get Composite Schedule - Stacking ChargingProfiles", async () => {
  await using station = await startStation();
  await booted(station);
  const common = {
    validFrom: inSeconds(station, -TIME_DEVIATION),
    validTo: inSeconds(station, TIME_DEVIATION + 401),
    startSchedule: inSeconds(station, -TIME_DEVIATION),
  };
  const below = profile(station, "TxDefaultProfile", [[0, 6], [100, 8], [200, 10]], {
    ...common,
    id: 1,
    stackLevel: 0,
    duration: 400 + TIME_DEVIATION,
  });
  await installed(station, 1, below);
  const above = profile(station, "TxDefaultProfile", [[0, 7], [100, 9]], {
    ...common,
    id: 2,
    stackLevel: 1,
    duration: 150 + TIME_DEVIATION,
  });
  await installed(station, 1, above);
  await station.pass(10_000);
  const x = TIME_DEVIATION + 10;
  // Steps 1, 2.
  assert.deepEqual(await composite(station, 1, 350), [
    [0, 7],
    [100 - x, 9],
    [150 + TIME_DEVIATION - x, 8],
    [200 - x, 10],
  ]);
});
