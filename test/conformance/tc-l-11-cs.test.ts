import assert from "node:assert/strict";
import {
  activatedByReboot,
  activatedWithoutReboot,
  assertFirmwareStatus,
  becomes,
  installing,
  SIGNATURE,
  signedUpdateAccepted,
  trustedSigner,
  updateFirmware,
} from "./harness/firmware-updates.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const ENDS = [["", activatedByReboot], [", without a reboot", activatedWithoutReboot]] as const;

for (const [variant, activated] of ENDS) {
  Deno.test(`TC_L_11_CS Secure Firmware Update - Unable to cancel${variant}`, async () => {
    await using station = await startStation();
    await booted(station);
    station.everest.system.updates.whileDownloading = "refuses";
    // Steps 1–4.
    await signedUpdateAccepted(station, 1);
    await assertFirmwareStatus(station, "Downloading", 1);
    // Steps 5, 6.
    const { cert: signingCertificate } = await trustedSigner(station);
    const { status, statusInfo } = await updateFirmware(station, 2, {
      signingCertificate,
      signature: SIGNATURE,
    });
    assert.equal(status, "Rejected");
    assert.equal(statusInfo?.reasonCode, "FwUpdateInProgress");
    // Steps 7–10.
    await becomes(station, "Downloaded", 1);
    await becomes(station, "SignatureVerified", 1);
    // Steps 11–15.
    await installing(station, 1);
    // Steps 16–23.
    await activated(station, 1);
  });
}
