import assert from "node:assert/strict";
import { limitAtSink, ofCsms, profile, reported, set } from "./harness/charging-profiles.ts";
import { arrived, energyTransferStarted, transactionIdOf } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_60_CS Set Charging Profile - TxProfile with ongoing transaction on the specified EVSE", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  // Steps 1, 2.
  const sent = profile(station, "TxProfile", [[0, 6]], {
    id: 160,
    kind: "Relative",
    transactionId: transactionIdOf(visit),
  });
  assert.deepEqual(await set(station, 1, sent), { status: "Accepted" });
  assert.equal(await limitAtSink(station, 1), 6);
  // Steps 3 to 6.
  assert.deepEqual(await reported(station, { chargingProfileId: [160] }), [ofCsms(1, sent)]);
});
