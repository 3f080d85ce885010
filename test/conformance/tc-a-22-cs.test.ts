import assert from "node:assert/strict";
import { setNetworkProfile } from "./harness/network-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

for (const securityProfile of [2, 3] as const) {
  Deno.test(`TC_A_22_CS Upgrade Charging Station Security Profile - Downgrade security profile - Rejected (from ${securityProfile})`, async () => {
    await using station = await startStation({ securityProfile });
    await booted(station);
    for (let lower = 1; lower < securityProfile; lower++) {
      // Steps 1, 2.
      const url = lower === 1 ? "ws://localhost:1/ocpp" : "wss://localhost:1/ocpp";
      const { status, statusInfo } = await setNetworkProfile(station, 2, url, lower);
      assert.equal(status, "Rejected");
      assert.equal(statusInfo?.reasonCode, "NoSecurityDowngrade");
    }
  });
}
