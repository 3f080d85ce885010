import assert from "node:assert/strict";
import { profile, set } from "./harness/charging-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_14_CS Set Charging Profile - Unexisting EVSEid", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1, 2.
  const { status, statusInfo } = await set(station, 2, profile(station, "TxDefaultProfile", [[0, 6]]));
  assert.equal(status, "Rejected");
  assert.equal(statusInfo?.reasonCode, "UnknownEvse");
});
