import assert from "node:assert/strict";
import { poweredUp } from "./harness/power-up.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_M_19_CS Retrieve certificates from Charging Station - No matching certificate found", async () => {
  await using station = await startStation({ securityProfile: 2 });
  await poweredUp(station);
  const answer = await station.csms.call("GetInstalledCertificateIds", {
    certificateType: ["ManufacturerRootCertificate"],
  });
  assert.deepEqual(answer, { status: "NotFound" });
});
