import assert from "node:assert/strict";
import { limitAtSink } from "./harness/charging-profiles.ts";
import {
  authorized15118,
  evScheduleTold,
  needsTold,
  profileSet,
  startNegotiatingStation,
} from "./harness/ev-charging-needs.ts";
import { energyTransferStarted } from "./harness/reusable-states.ts";

Deno.test("TC_K_53_CS Charging with load leveling based on High Level Communication - Success", async () => {
  await using station = await startNegotiatingStation();
  // Step 1 of the errata of 2025-04: Authorized15118.
  const visit = await authorized15118(station);
  assert.equal(visit.events.at(-1)?.triggerReason, "Authorized");
  // Steps 2, 3.
  await needsTold(station);
  // Steps 4, 5.
  const profile = await profileSet(visit, 6);
  // Steps 6, 7.
  await evScheduleTold(station, profile);
  assert.equal(await limitAtSink(station, 1), 6);
  // Steps 8, 9.
  await energyTransferStarted(visit);
});
