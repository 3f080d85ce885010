import { poweredUp } from "./harness/power-up.ts";
import {
  assertContains,
  certificateInstalled,
  hashOf,
  installedCertificates,
  newRoot,
} from "./harness/certificates.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_M_01_CS Install CA certificate - CSMSRootCertificate", async () => {
  await using station = await startStation({ securityProfile: 2 });
  await poweredUp(station);
  const root = await newRoot("Root 2");
  // Step 1.
  await certificateInstalled(station, "CSMSRootCertificate", root);
  // Step 2.
  assertContains(await installedCertificates(station, "CSMSRootCertificate"), hashOf(root));
});
