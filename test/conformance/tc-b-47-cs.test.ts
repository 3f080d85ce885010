import assert from "node:assert/strict";
import { valueOf } from "./harness/network-profiles.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_47_CS Migrate to new ConnectionProfile - Fallback - New CSMS Root - New CSMS: not applicable without AdditionalRootCertificateCheck", async () => {
  await using station = await startStation({ securityProfile: 2 });
  await booted(station);
  assert.equal(await valueOf(station.csms, "SecurityCtrlr", "AdditionalRootCertificateCheck"), "false");
});
