import assert from "node:assert/strict";
import { composite, inSeconds, profile, set } from "./harness/charging-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_23_CS Set Charging Profile - StartSchedule", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1, 2, without validFrom and validTo since the errata of 2025-04.
  const sent = profile(station, "TxDefaultProfile", [[0, 6]], { startSchedule: inSeconds(station, 60) });
  assert.deepEqual(await set(station, 1, sent), { status: "Accepted" });
  await station.pass(20_000);
  // Steps 3, 4; x is 20.
  assert.deepEqual(await composite(station, 1, 300), [[0, 48], [40, 6]]);
});
