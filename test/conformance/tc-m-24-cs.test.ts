import assert from "node:assert/strict";
import { poweredUp } from "./harness/power-up.ts";
import {
  certificateInstalled,
  hashOf,
  newRoot,
  renewed,
  startIso15118Station,
} from "./harness/certificates.ts";

const OCSP_RESPONSE = btoa("an OCSPResponse in DER");

Deno.test("TC_M_24_CS Get Charging Station Certificate status - Success", async () => {
  await using station = await startIso15118Station();
  const { csms, everest } = station;
  csms.on("GetCertificateStatus", () => ({ status: "Accepted", ocspResult: OCSP_RESPONSE }));
  await poweredUp(station);
  const root = await newRoot("V2G root");
  await certificateInstalled(station, "V2GRootCertificate", root);
  await certificateInstalled(station, "MORootCertificate", await newRoot("MO root"));
  const leaf = await renewed(station, "V2GCertificate", root);
  await station.pass(0);
  // Step 1.
  const { payload } = await csms.expect("GetCertificateStatus");
  assert.deepEqual(payload.ocspRequestData, { ...hashOf(leaf, root), responderURL: "http://ocsp.example/" });
  // Step 2: what the CSMS said reaches the ISO 15118 stack's cache.
  await everest.record.call(({ command }) => command === "update_ocsp_cache");
  assert.equal(everest.security.ocspCache[0]?.response, OCSP_RESPONSE);
  assert.equal(everest.security.ocspCache[0]?.certificate.serial_number, hashOf(leaf, root).serialNumber);
});
