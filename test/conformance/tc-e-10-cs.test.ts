import assert from "node:assert/strict";
import {
  arrived,
  authorized,
  energyTransferStarted,
  evConnectedPreSession,
  nothingMore,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_E_10_CS Start transaction options - Authorized - Local", async () => {
  await using station = await startStation();
  const visit = await arrived(station, {
    start: "Authorized",
    variables: { "AuthCtrlr.Enabled": "true", "AuthCtrlr.DisableRemoteAuthorization": "false" },
  });
  // Errata 2025-02, step 1; steps 1 and 3 of the original table.
  await authorized(visit, "local");
  assert.equal(visit.events[0]?.eventType, "Started");
  // Step 2.
  await evConnectedPreSession(visit);
  assert.equal(visit.events[1]?.triggerReason, "CablePluggedIn");
  // Step 3.
  await energyTransferStarted(visit);
  await nothingMore(visit);
});
