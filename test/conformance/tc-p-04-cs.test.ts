import assert from "node:assert/strict";
import { ofCsms, profile, reported, set } from "./harness/charging-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_P_04_CS Able to receive customData - ChargingProfile", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1, 2.
  const sent = profile(station, "TxDefaultProfile", [[0, 6]], {
    id: 204,
    customData: { vendorId: "org.openchargealliance.costmsg", note: "kept as it came" },
  });
  assert.deepEqual(await set(station, 1, sent), { status: "Accepted" });
  assert.deepEqual(await reported(station, { chargingProfileId: [204] }), [ofCsms(1, sent)]);
});
