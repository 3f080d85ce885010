import assert from "node:assert/strict";
import { arrived, energyTransferStarted, nothingMore, stopAuthorized } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_E_07_CS Stop transaction options - PowerPathClosed - Local stop", async () => {
  await using station = await startStation();
  const visit = await arrived(station, { stop: "PowerPathClosed" });
  await energyTransferStarted(visit);
  // Step 1.
  await stopAuthorized(visit, "local");
  assert.equal(visit.events.at(-1)?.eventType, "Ended");
  await nothingMore(visit);
});
