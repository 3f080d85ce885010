import assert from "node:assert/strict";
import { limitAtSink } from "./harness/charging-profiles.ts";
import {
  authorized15118,
  evScheduleTold,
  profileSet,
  renegotiated,
  startNegotiatingStation,
} from "./harness/ev-charging-needs.ts";
import { energyTransferStarted, nothingMore } from "./harness/reusable-states.ts";

Deno.test("TC_K_58_CS Renegotiating a Charging Schedule - Initiated by CSMS", async () => {
  await using station = await startNegotiatingStation();
  const visit = await authorized15118(station);
  await renegotiated(visit);
  // Since the errata of 2025-02.
  await energyTransferStarted(visit);
  // Steps 1, 2.
  const profile = await profileSet(visit, 8);
  // Steps 3, 4.
  await evScheduleTold(station, profile);
  assert.equal(await limitAtSink(station, 1), 8);
  // Steps 5 and 6 are optional: the CSMS itself has changed the rate.
  await nothingMore(visit);
});
