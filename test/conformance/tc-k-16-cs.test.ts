import assert from "node:assert/strict";
import { profile, set } from "./harness/charging-profiles.ts";
import { arrived, energyTransferStarted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_16_CS Set Charging Profile - Unknown transactionId", async () => {
  await using station = await startStation();
  await energyTransferStarted(await arrived(station));
  // Steps 1, 2.
  const sent = profile(station, "TxProfile", [[0, 6]], { transactionId: "UNKNOWN-TRANSACTION-ID" });
  const { status, statusInfo } = await set(station, 1, sent);
  assert.equal(status, "Rejected");
  assert.equal(statusInfo?.reasonCode, "TxNotFound");
});
