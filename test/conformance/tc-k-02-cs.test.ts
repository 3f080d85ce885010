import assert from "node:assert/strict";
import { profile, reported, set } from "./harness/charging-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_02_CS Set Charging Profile - TxProfile without ongoing transaction on the specified EVSE", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1, 2.
  const sent = profile(station, "TxProfile", [[0, 6]], { transactionId: "UNKNOWN-TRANSACTION-ID" });
  const { status, statusInfo } = await set(station, 1, sent);
  assert.equal(status, "Rejected");
  assert.equal(statusInfo?.reasonCode, "TxNotFound");
  assert.equal(await reported(station, {}), "NoProfiles");
});
