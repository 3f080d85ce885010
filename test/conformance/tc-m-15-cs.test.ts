import assert from "node:assert/strict";
import { createCertificate } from "../fakes/pki/certificate.ts";
import { certify } from "../fakes/pki/signing-request.ts";
import { poweredUp } from "./harness/power-up.ts";
import {
  certificateInstalled,
  hashOf,
  newRoot,
  requestTriggered,
  startIso15118Station,
} from "./harness/certificates.ts";

Deno.test("TC_M_15_CS Retrieve certificates from Charging Station - V2GCertificateChain", async () => {
  await using station = await startIso15118Station();
  const { csms } = station;
  await poweredUp(station);
  const root = await newRoot("V2G root");
  const subCa = await createCertificate({ commonName: "V2G sub-CA", role: "authority", issuer: root });
  await certificateInstalled(station, "V2GRootCertificate", root);
  const leaf = await certify(await requestTriggered(station, "V2GCertificate"), subCa);
  const { status } = await csms.call("CertificateSigned", {
    certificateChain: leaf.cert + subCa.cert,
    certificateType: "V2GCertificate",
  });
  assert.equal(status, "Accepted");
  // M03.FR.05: sub-CAs are children of the leaf.
  const answer = await csms.call("GetInstalledCertificateIds", { certificateType: ["V2GCertificateChain"] });
  assert.deepEqual(answer, {
    status: "Accepted",
    certificateHashDataChain: [{
      certificateType: "V2GCertificateChain",
      certificateHashData: hashOf(leaf, subCa),
      childCertificateHashData: [hashOf(subCa, root)],
    }],
  });
});
