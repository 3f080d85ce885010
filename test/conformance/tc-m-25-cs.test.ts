import assert from "node:assert/strict";
import { OCSP_TIMER } from "../../src/station/certificates/ocsp-refresh.ts";
import { poweredUp } from "./harness/power-up.ts";
import {
  certificateInstalled,
  hashOf,
  newRoot,
  renewed,
  startIso15118Station,
} from "./harness/certificates.ts";

Deno.test("TC_M_25_CS Get Charging Station Certificate status - Rejected", async () => {
  await using station = await startIso15118Station();
  const { csms, everest } = station;
  await poweredUp(station);
  const root = await newRoot("V2G root");
  await certificateInstalled(station, "V2GRootCertificate", root);
  await certificateInstalled(station, "MORootCertificate", await newRoot("MO root"));
  const leaf = await renewed(station, "V2GCertificate", root);
  await station.pass(0);
  // Steps 1, 2: the standing answer is Failed.
  const { payload } = await csms.expect("GetCertificateStatus");
  assert.equal(payload.ocspRequestData.serialNumber, hashOf(leaf, root).serialNumber);
  await station.settle();
  assert.deepEqual(everest.security.ocspCache, []);
  // It asks again a day later.
  assert.equal(station.clock.remainingMs(OCSP_TIMER), 24 * 3600 * 1000);
});
