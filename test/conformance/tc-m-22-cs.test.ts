import assert from "node:assert/strict";
import { poweredUp } from "./harness/power-up.ts";
import { hashOf, newRoot } from "./harness/certificates.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_M_22_CS Delete a certificate from a Charging Station - No matching certificate found", async () => {
  await using station = await startStation({ securityProfile: 2 });
  await poweredUp(station);
  const { status } = await station.csms.call("DeleteCertificate", {
    certificateHashData: hashOf(await newRoot("Never installed")),
  });
  assert.equal(status, "NotFound");
});
