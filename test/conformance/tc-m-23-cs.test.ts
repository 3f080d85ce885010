import assert from "node:assert/strict";
import { testPki } from "../fakes/pki/pki.ts";
import { poweredUp } from "./harness/power-up.ts";
import { hashOf, installedCertificates, renewed } from "./harness/certificates.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_M_23_CS Delete a certificate from a Charging Station - Unable to delete the Charging Station Certificate", async () => {
  await using station = await startStation({
    securityProfile: 3,
    variables: { "ISO15118Ctrlr.CountryName": "NL" },
  });
  const { csms } = station;
  await poweredUp(station);
  const reconnected = csms.nextConnection();
  const certificate = await renewed(station, "ChargingStationCertificate");
  await reconnected;
  // Step 1.
  await installedCertificates(station);
  // Steps 2, 3.
  const { status } = await csms.call("DeleteCertificate", {
    certificateHashData: hashOf(certificate, (await testPki()).root),
  });
  assert.equal(status, "Failed");
  assert.equal(station.everest.security.certificates.leaves.get("CSMS")?.chain[0], certificate.cert);
});
