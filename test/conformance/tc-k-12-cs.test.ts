import assert from "node:assert/strict";
import { profile, set } from "./harness/charging-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_12_CS Set Charging Profile - ChargerRateUnit Rejected", async () => {
  await using station = await startStation({ variables: { "SmartChargingCtrlr.RateUnit": "A" } });
  await booted(station);
  // Steps 1, 2.
  const sent = profile(station, "TxDefaultProfile", [[0, 6000]], { unit: "W" });
  const { status, statusInfo } = await set(station, 1, sent);
  assert.equal(status, "Rejected");
  assert.equal(statusInfo?.reasonCode, "UnsupportedRateUnit");
});
