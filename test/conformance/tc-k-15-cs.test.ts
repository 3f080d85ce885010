import assert from "node:assert/strict";
import { profile, set } from "./harness/charging-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_15_CS Set Charging Profile - Not Supported", async () => {
  await using station = await startStation({ variables: { "SmartChargingCtrlr.Available": "false" } });
  await booted(station);
  // Steps 1, 2.
  await assert.rejects(set(station, 1, profile(station, "TxDefaultProfile", [[0, 6]])), /NotSupported/);
});
