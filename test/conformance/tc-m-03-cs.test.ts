import { poweredUp } from "./harness/power-up.ts";
import {
  assertContains,
  certificateInstalled,
  hashOf,
  installedCertificates,
  newRoot,
} from "./harness/certificates.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_M_03_CS Install CA certificate - V2GRootCertificate", async () => {
  await using station = await startStation({ securityProfile: 2 });
  await poweredUp(station);
  const root = await newRoot("Root 2");
  // Step 1.
  await certificateInstalled(station, "V2GRootCertificate", root);
  // Step 2.
  assertContains(await installedCertificates(station, "V2GRootCertificate"), hashOf(root));
});
