import assert from "node:assert/strict";
import { OTHER_TOKEN, reserveNow } from "./harness/reservations.ts";
import { arrived, energyTransferStarted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_H_10_CS Reserve an unspecified EVSE - Occupied - EVSE Occupied", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await energyTransferStarted(await arrived(station));
  await station.evse(2).plugIn();
  assert.equal(await station.everest.auth.swipe(OTHER_TOKEN.idToken), "UsedToStart");
  await station.settle();
  await station.evse(2).startCharging();
  await station.settle();
  // Steps 1 and 2.
  assert.equal((await reserveNow(station, { evseId: null })).status, "Occupied");
});
