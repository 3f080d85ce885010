import assert from "node:assert/strict";
import { setNetworkProfile } from "./harness/network-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_43_CS Set new NetworkConnectionProfile - Rejected", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1, 2.
  const { status, statusInfo } = await setNetworkProfile(station, 999, station.csms.url, 1);
  assert.equal(status, "Rejected");
  assert.equal(statusInfo?.reasonCode, "InvalidConfSlot");
});

Deno.test("B09.FR.02 A profile that could never be used is rejected", async () => {
  await using station = await startStation();
  await booted(station);
  for (
    const [url, securityProfile] of [["ws://csms.example", 2], ["wss://csms.example", 1], ["//", 1]] as const
  ) {
    const { status, statusInfo } = await setNetworkProfile(station, 2, url, securityProfile);
    assert.equal(status, "Rejected", url);
    assert.equal(statusInfo?.reasonCode, "InvalidNetworkConf");
  }
});
