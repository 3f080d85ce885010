import assert from "node:assert/strict";
import { OTHER_TOKEN, reserveNow } from "./harness/reservations.ts";
import { arrived, energyTransferStarted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_H_04_CS Reserve a specific EVSE - Occupied - EVSE Occupied", async () => {
  await using station = await startStation();
  await energyTransferStarted(await arrived(station));
  // Steps 1 and 2.
  assert.equal((await reserveNow(station, { idToken: OTHER_TOKEN })).status, "Occupied");
});
