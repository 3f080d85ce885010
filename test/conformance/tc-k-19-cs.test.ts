import assert from "node:assert/strict";
import { profile, set } from "./harness/charging-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_19_CS Set Charging Profile - ChargingProfileKind is Recurring", async () => {
  await using station = await startStation();
  await booted(station);
  for (const recurrencyKind of ["Daily", "Weekly"] as const) {
    // Steps 1, 2.
    const sent = profile(station, "TxDefaultProfile", [[0, 6]], { kind: "Recurring", recurrencyKind });
    assert.deepEqual(await set(station, 1, sent), { status: "Accepted" });
  }
});
