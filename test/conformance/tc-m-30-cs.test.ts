import assert from "node:assert/strict";
import { hashOf, installedCertificates } from "./harness/certificates.ts";
import { poweredUp } from "./harness/power-up.ts";
import { restarted } from "./harness/reset.ts";
import { rootRenewed } from "./harness/root-renewal.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_M_30_CS Install CA certificate - AdditionalRootCertificateCheck - Reconnect using new CSMS Root - Success", async () => {
  await using station = await startStation({
    securityProfile: 2,
    variables: { "SecurityCtrlr.AdditionalRootCertificateCheck": true },
  });
  const { csms } = station;
  await poweredUp(station);
  const { root, server } = await rootRenewed(station);
  // Steps 1, 2.
  assert.equal((await csms.call("Reset", { type: "OnIdle" })).status, "Accepted");
  // Steps 3, 4: what the new root has issued.
  csms.changeCertificate(server);
  await station.pass(1000);
  csms.resume();
  // Step 5.
  await restarted(station);
  await station.settle();
  // Steps 6, 7.
  const installed = await installedCertificates(station, "CSMSRootCertificate");
  assert.deepEqual(installed.map(({ serialNumber }) => serialNumber), [hashOf(root).serialNumber]);
});
