import { poweredUp } from "./harness/power-up.ts";
import {
  assertContains,
  certificateInstalled,
  hashOf,
  installedCertificates,
  newRoot,
} from "./harness/certificates.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_M_18_CS Retrieve certificates from Charging Station - All certificateTypes", async () => {
  await using station = await startStation({ securityProfile: 2 });
  await poweredUp(station);
  const csmsRoot = await newRoot("CSMS root 2");
  const manufacturerRoot = await newRoot("Manufacturer root");
  await certificateInstalled(station, "CSMSRootCertificate", csmsRoot);
  await certificateInstalled(station, "ManufacturerRootCertificate", manufacturerRoot);
  // Steps 1, 2.
  const installed = await installedCertificates(station);
  assertContains(installed, hashOf(csmsRoot));
  assertContains(installed, hashOf(manufacturerRoot));
});
