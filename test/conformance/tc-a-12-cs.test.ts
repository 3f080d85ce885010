import assert from "node:assert/strict";
import { poweredUp } from "./harness/power-up.ts";
import {
  certificateInstalled,
  ISO15118_VARIABLES,
  newRoot,
  renewed,
  startIso15118Station,
} from "./harness/certificates.ts";
import { configured } from "./harness/reusable-states.ts";

Deno.test("TC_A_12_CS Update Charging Station Certificate by request of CSMS - Success - V2G Certificate", async () => {
  await using station = await startIso15118Station();
  const { csms, everest } = station;
  await poweredUp(station);
  // Configuration state of RenewV2GChargingStationCertificate.
  await configured(station, {
    "ISO15118Ctrlr.V2GCertificateInstallationEnabled": "true",
    "ISO15118Ctrlr.CountryName": "NL",
    "ISO15118Ctrlr.OrganizationName": "VendorId",
  });
  const root = await newRoot("V2G root");
  await certificateInstalled(station, "V2GRootCertificate", root);
  const certificate = await renewed(station, "V2GCertificate", root);
  const [request] = everest.record.callsOf("generate_certificate_signing_request");
  // The csr contains the SECC id.
  assert.equal(request?.args["common"], ISO15118_VARIABLES["ISO15118Ctrlr.SeccId"]);
  assert.equal(everest.security.certificates.leaves.get("V2G")?.chain[0], certificate.cert);
  assert.equal(csms.connections, 1, "a V2G certificate is not for the CSMS");
});
