import assert from "node:assert/strict";
import { assertContains, hashOf, installedCertificates } from "./harness/certificates.ts";
import { poweredUp } from "./harness/power-up.ts";
import { restarted } from "./harness/reset.ts";
import { rootRenewed } from "./harness/root-renewal.ts";
import { startStation } from "./harness/station-under-test.ts";
import { testPki } from "../fakes/pki/pki.ts";

Deno.test("TC_M_31_CS Install CA certificate - AdditionalRootCertificateCheck - Reconnect using new CSMS Root - Fallback mechanism", async () => {
  await using station = await startStation({
    securityProfile: 2,
    variables: { "SecurityCtrlr.AdditionalRootCertificateCheck": true },
  });
  const { csms } = station;
  await poweredUp(station);
  await rootRenewed(station);
  const before = csms.transports;
  // Steps 1, 2.
  assert.equal((await csms.call("Reset", { type: "OnIdle" })).status, "Accepted");
  await station.pass(1000);
  // Steps 3 to 6: the CSMS still shows what the old root has issued.
  await restarted(station);
  await station.settle();
  // One that failed on the new root, one on the old.
  assert.equal(csms.transports, before + 2);
  // Steps 7, 8.
  const installed = await installedCertificates(station, "CSMSRootCertificate");
  assertContains(installed, hashOf((await testPki()).root));
  assert.equal(installed.length, 2);
});
