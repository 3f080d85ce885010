import assert from "node:assert/strict";
import { arrived, energyTransferStarted, nothingMore, stopAuthorized } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_F_08_CS Remote stop transaction - Success", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  // Step 1, F03.FR.03.
  await stopAuthorized(visit, "remote");
  assert.equal(visit.events.at(-1)?.eventType, "Ended");
  await nothingMore(visit);
});

Deno.test("TC_F_08_CS Remote stop transaction - Success (TxStopPoint EVConnected: F03.FR.02)", async () => {
  await using station = await startStation();
  const visit = await arrived(station, { stop: "EVConnected" });
  await energyTransferStarted(visit);
  await stopAuthorized(visit, "remote");
  assert.equal(visit.events.at(-1)?.eventType, "Updated");
  await nothingMore(visit);
});
