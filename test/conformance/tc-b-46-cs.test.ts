import assert from "node:assert/strict";
import { nextAttempt } from "./harness/back-off.ts";
import { migrated, startSecondCsms, valueOf } from "./harness/network-profiles.ts";
import { booted, configured } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_46_CS Migrate to new ConnectionProfile - Fallback mechanism - Same CSMS Root", async () => {
  await using station = await startStation();
  const { csms } = station;
  await booted(station);
  await configured(station, { "OCPPCommCtrlr.NetworkProfileConnectionAttempts": "2" });
  const second = await startSecondCsms(station, 1);
  second.meetUpgradesWith({ kind: "refuse", status: 503 });
  const back = csms.nextConnection();
  // Steps 1 to 6.
  await migrated(station, second.url, 1);
  // Step 7: two attempts.
  await second.refused(1);
  await nextAttempt(station);
  await second.refused(2);
  await nextAttempt(station);
  // Step 8.
  await back;
  assert.equal(second.refusedUpgrades.length, 2);
  // Step 9.
  await booted(station);
  assert.equal(await valueOf(csms, "OCPPCommCtrlr", "ActiveNetworkProfile"), "1");
  await second.stop();
});
