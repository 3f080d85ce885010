import assert from "node:assert/strict";
import { setNetworkProfile, setPriority, valueOf } from "./harness/network-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_A_20_CS Upgrade Charging Station Security Profile - No valid CSMSRootCertificate installed", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1, 2.
  assert.equal((await setNetworkProfile(station, 2, "wss://localhost:1/ocpp", 2)).status, "Accepted");
  // Steps 3, 4.
  assert.equal(await setPriority(station, "2,1"), "Rejected");
  assert.equal(await valueOf(station.csms, "SecurityCtrlr", "SecurityProfile"), "1");
});
