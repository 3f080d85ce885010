import assert from "node:assert/strict";
import { poweredUp } from "./harness/power-up.ts";
import { certificateInstalled, hashOf, installedCertificates, newRoot } from "./harness/certificates.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_M_16_CS Retrieve certificates from Charging Station - MORootCertificate", async () => {
  await using station = await startStation({ securityProfile: 2 });
  await poweredUp(station);
  const root = await newRoot("Root 2");
  const other = await newRoot("Root of another type");
  await certificateInstalled(station, "MORootCertificate", root);
  await certificateInstalled(
    station,
    "V2GRootCertificate",
    other,
  );
  // Step 1: all of this type, and none of another.
  const installed = await installedCertificates(station, "MORootCertificate");
  assert.deepEqual(installed.at(-1), hashOf(root));
  assert(!installed.some(({ serialNumber }) => serialNumber === hashOf(other).serialNumber));
});
