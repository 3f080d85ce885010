import assert from "node:assert/strict";
import { assertReported } from "./harness/availability.ts";
import {
  activatedByReboot,
  activatedWithoutReboot,
  assertFirmwareStatus,
  becomes,
  signedUpdateAccepted,
} from "./harness/firmware-updates.ts";
import { arrived, energyTransferStarted, stopAuthorized } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const ENDS = [["", activatedByReboot], [", without a reboot", activatedWithoutReboot]] as const;

for (const [variant, activated] of ENDS) {
  Deno.test(`TC_L_15_CS Secure Firmware Update - Unable to install and activate firmware with ongoing transaction - AllowNewSessionsPendingFirmwareUpdate is false${variant}`, async () => {
    await using station = await startStation({ everest: { evses: 2 } });
    const visit = await arrived(station, {
      variables: { "ChargingStation.AllowNewSessionsPendingFirmwareUpdate": "false" },
    });
    await energyTransferStarted(visit);
    const { updates } = station.everest.system;
    // Steps 1–4.
    await signedUpdateAccepted(station, 15);
    await assertFirmwareStatus(station, "Downloading", 15);
    // Steps 5–10.
    await becomes(station, "Downloaded", 15);
    await becomes(station, "SignatureVerified", 15);
    await assertFirmwareStatus(station, "InstallScheduled", 15);
    // Steps 11, 12.
    await assertReported(station, "Unavailable", [2]);
    await station.pass(60_000);
    assert.equal(updates.permissions, 0);
    // Step 13.
    await stopAuthorized(visit);
    // Steps 14, 15.
    await assertReported(station, "Unavailable", [1]);
    // Steps 17, 18.
    await assertFirmwareStatus(station, "Installing", 15);
    assert.equal(updates.permissions, 1);
    await station.evse(1).unplug();
    // Steps 19–26.
    await activated(station, 15, [1, 2]);
  });
}
