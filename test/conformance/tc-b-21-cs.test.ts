import assert from "node:assert/strict";
import { assertReported } from "./harness/availability.ts";
import { assertBooted, assertNoReset, assertReset, restarted } from "./harness/reset.ts";
import {
  arrived,
  energyTransferStarted,
  nothingMore,
  openTransaction,
  stopAuthorized,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_21_CS Reset Charging Station - With Ongoing Transaction - OnIdle", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  // Steps 1 and 2.
  assert.equal((await station.csms.call("Reset", { type: "OnIdle" })).status, "Scheduled");
  // B12, step 3a: what is free is closed to others meanwhile, what charges goes on.
  await assertReported(station, "Unavailable", [2]);
  await station.pass(60_000);
  assert.equal(openTransaction(visit)?.transactionInfo.chargingState, "Charging");
  assertNoReset(station);
  // Step 3.
  await stopAuthorized(visit);
  await nothingMore(visit);
  await assertReset(station, { scheduled: true });
  // Steps 7 and 8.
  assert.equal((await restarted(station)).reason, "ScheduledReset");
  // Steps 9 to 12: the transaction was stopped at step 3.
  await assertBooted(station, { 1: "Occupied", 2: "Available" });
  // It is done, and not done again.
  await station.pass(60_000);
  await assertReset(station, { scheduled: true });
});
