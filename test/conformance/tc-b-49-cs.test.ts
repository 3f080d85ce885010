import assert from "node:assert/strict";
import { nextAttempt } from "./harness/back-off.ts";
import { migrated, startSecondCsms } from "./harness/network-profiles.ts";
import { booted, configured } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_49_CS Migrate to new ConnectionProfile - Fallback after NetworkProfileConnectionAttempts per NetworkConfigurationPriority failed - Same CSMS Root", async () => {
  await using station = await startStation();
  const { csms, clock } = station;
  await booted(station);
  await configured(station, {
    "OCPPCommCtrlr.NetworkProfileConnectionAttempts": "1",
    "OCPPCommCtrlr.RetryBackOffRepeatTimes": "0",
    "OCPPCommCtrlr.RetryBackOffRandomRange": "0",
    "OCPPCommCtrlr.RetryBackOffWaitMinimum": "7",
  });
  const second = await startSecondCsms(station, 1);
  second.meetUpgradesWith({ kind: "refuse", status: 503 });
  csms.meetUpgradesWith({ kind: "refuse", status: 503 });
  const back = csms.nextConnection();
  // Steps 1 to 6.
  await migrated(station, second.url, 1);
  // Steps 7, 8.
  await second.refused(1);
  await nextAttempt(station);
  // Steps 9, 10: the profile of the last successful connection.
  await csms.refused(1);
  csms.meetUpgradesWith({ kind: "accept" });
  // Steps 11, 12.
  await clock.timerSet("csms.backOff");
  assert((clock.remainingMs("csms.backOff") ?? 0) >= 7000);
  await nextAttempt(station);
  await back;
  assert.equal(second.refusedUpgrades.length, 1);
  // Step 13.
  await booted(station);
  await second.stop();
});
