import assert from "node:assert/strict";
import { arrived, energyTransferStarted, nothingMore, stopAuthorized } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_E_35_CS Stop transaction options - PowerPathClosed - Remote stop", async () => {
  await using station = await startStation();
  const visit = await arrived(station, { stop: "PowerPathClosed" });
  await energyTransferStarted(visit);
  // Steps 1 to 3; the response, and that one of the events says RemoteStop, are validated there.
  await stopAuthorized(visit, "remote");
  // Errata 2024-09: of the last one.
  const ended = visit.events.at(-1)!;
  assert.equal(ended.eventType, "Ended");
  assert.equal(ended.transactionInfo.stoppedReason, "Remote");
  await nothingMore(visit);
});
