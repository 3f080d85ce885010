import assert from "node:assert/strict";
import { assertReported } from "./harness/availability.ts";
import { assertRedeemed, GROUP_TOKEN, OTHER_TOKEN, redeemed, reserveNow } from "./harness/reservations.ts";
import { arrived, energyTransferStarted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_H_24_CS Reserve an unspecified EVSE - GroupIdToken", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  // Steps 1 and 2.
  const { status } = await reserveNow(station, { evseId: null, groupIdToken: GROUP_TOKEN });
  assert.equal(status, "Accepted");
  // Steps 3 and 4.
  await assertReported(station, "Reserved", [1]);
  // Step 5.
  await redeemed(visit, { token: OTHER_TOKEN, group: GROUP_TOKEN });
  // Step 6.
  await energyTransferStarted(visit);
  await assertRedeemed(visit, { token: OTHER_TOKEN });
});
