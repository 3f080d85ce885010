import assert from "node:assert/strict";
import { testPki } from "../fakes/pki/pki.ts";
import { migrated, setNetworkProfile, startSecondCsms, valueOf } from "./harness/network-profiles.ts";
import { booted, bootedAt } from "./harness/reusable-states.ts";
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

Deno.test("A05.FR.08 From security profile 3 back to 2 where the operator allows it, and never to 1", async () => {
  await using station = await startStation({
    securityProfile: 3,
    variables: { "SecurityCtrlr.AllowSecurityProfileDowngrade": "true" },
  });
  await booted(station);
  const { status } = await setNetworkProfile(station, 2, "ws://localhost:1/ocpp", 1);
  assert.equal(status, "Rejected");
  const second = await startSecondCsms(station, 2, { tls: (await testPki()).server });
  await migrated(station, second.url, 2);
  await bootedAt(second, station);
  assert.equal(await valueOf(second, "SecurityCtrlr", "SecurityProfile"), "2");
  await station.stop();
  await second.stop();
});
