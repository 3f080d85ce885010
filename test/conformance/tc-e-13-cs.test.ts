import assert from "node:assert/strict";
import {
  arrived,
  authorized,
  energyTransferStarted,
  evConnectedPreSession,
  nothingMore,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_E_13_CS Start transaction options - Authorized - Remote", async () => {
  await using station = await startStation();
  const visit = await arrived(station, {
    start: "Authorized",
    variables: { "AuthCtrlr.AuthorizeRemoteStart": "true" },
  });
  // Errata 2025-02, step 1; the original table's steps are those of the state.
  await authorized(visit, "remote");
  assert.equal(visit.events[0]?.eventType, "Started");
  assert.equal(visit.events[0].triggerReason, "RemoteStart");
  // Step 2.
  await evConnectedPreSession(visit);
  // Step 3.
  await energyTransferStarted(visit);
  await nothingMore(visit);
});
