import assert from "node:assert/strict";
import {
  activatedByReboot,
  activatedWithoutReboot,
  assertFirmwareStatus,
  downloadedAndVerified,
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
  Deno.test(`TC_L_10_CS Secure Firmware Update - AcceptedCanceled${variant}`, async () => {
    await using station = await startStation();
    await booted(station);
    // Steps 1–4.
    await signedUpdateAccepted(station, 1);
    await assertFirmwareStatus(station, "Downloading", 1);
    // Steps 5, 6.
    const { cert: signingCertificate } = await trustedSigner(station);
    const { status } = await updateFirmware(station, 2, { signingCertificate, signature: SIGNATURE });
    assert.equal(status, "AcceptedCanceled");
    // What is still said of the first does not reach the CSMS.
    await station.everest.system.updates.publish({ firmware_update_status: "Downloaded", request_id: 1 });
    // Steps 7–12.
    await downloadedAndVerified(station, 2);
    // Steps 13–17.
    await installing(station, 2);
    // Steps 18–25.
    await activated(station, 2);
  });
}
