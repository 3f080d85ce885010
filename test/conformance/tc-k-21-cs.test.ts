import assert from "node:assert/strict";
import { composite, inSeconds, profile, set } from "./harness/charging-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_21_CS Set Charging Profile - ValidFrom", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1, 2.
  const sent = profile(station, "TxDefaultProfile", [[0, 6]], {
    kind: "Relative",
    validFrom: inSeconds(station, 300),
  });
  assert.deepEqual(await set(station, 1, sent), { status: "Accepted" });
  await station.pass(20_000);
  // Steps 3, 4; x is 20.
  assert.deepEqual(await composite(station, 1, 400), [[0, 48], [280, 6]]);
});
