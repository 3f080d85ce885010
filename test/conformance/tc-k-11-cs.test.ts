import assert from "node:assert/strict";
import { profile, set } from "./harness/charging-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_11_CS Set Charging Profile - Unable to set TxProfile on all EVSE at once", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1, 2.
  const sent = profile(station, "TxProfile", [[0, 6]], { transactionId: "any" });
  assert.equal((await set(station, 0, sent)).status, "Rejected");
});
