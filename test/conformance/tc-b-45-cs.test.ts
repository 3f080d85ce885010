import assert from "node:assert/strict";
import { migrated, startSecondCsms, valueOf } from "./harness/network-profiles.ts";
import { booted, bootedAt } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const TWO_CONNECTORS = [{ id: 1, type: "cType2" }, { id: 2, type: "cCCS2" }];

Deno.test("TC_B_45_CS Migrate to new ConnectionProfile - Success - Same CSMS Root", async () => {
  await using station = await startStation({ everest: { evse: { connectors: TWO_CONNECTORS } } });
  await booted(station);
  const second = await startSecondCsms(station, 1);
  // Steps 1 to 6.
  await migrated(station, second.url, 1);
  // Step 7.
  await bootedAt(second, station);
  assert.equal(await valueOf(second, "OCPPCommCtrlr", "ActiveNetworkProfile"), "2");
  assert.equal(station.csms.connections, 1);
  await station.stop();
  await second.stop();
});
