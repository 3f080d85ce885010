import assert from "node:assert/strict";
import { limitAtSink } from "./harness/charging-profiles.ts";
import {
  authorized15118,
  evScheduleTold,
  needsTold,
  profileSet,
  renegotiated,
  startNegotiatingStation,
} from "./harness/ev-charging-needs.ts";
import { energyTransferStarted, nothingMore } from "./harness/reusable-states.ts";

Deno.test("TC_K_57_CS Renegotiating a Charging Schedule - Initiated by EV", async () => {
  await using station = await startNegotiatingStation();
  const visit = await authorized15118(station);
  await renegotiated(visit);
  await energyTransferStarted(visit);
  assert.equal(await limitAtSink(station, 1), 10);
  // Steps 1, 2.
  await needsTold(station);
  // Steps 3, 4.
  const profile = await profileSet(visit, 15);
  // Steps 5, 6.
  await evScheduleTold(station, profile);
  assert.equal(await limitAtSink(station, 1), 15);
  // Steps 7 and 8 are optional: the CSMS itself has changed the rate.
  await nothingMore(visit);
});
