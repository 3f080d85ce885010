import {
  activatedByReboot,
  activatedWithoutReboot,
  assertFirmwareStatus,
  becomes,
  hoursFromNow,
  installing,
  signedUpdateAccepted,
} from "./harness/firmware-updates.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const ENDS = [["", activatedByReboot], [", without a reboot", activatedWithoutReboot]] as const;

for (const [variant, activated] of ENDS) {
  Deno.test(`TC_L_03_CS Secure Firmware Update - DownloadScheduled${variant}`, async () => {
    await using station = await startStation();
    await booted(station);
    station.everest.system.updates.first = "DownloadScheduled";
    // Steps 1, 2.
    await signedUpdateAccepted(station, 3, { retrieveDateTime: hoursFromNow(station, 1) });
    // Steps 3, 4.
    await assertFirmwareStatus(station, "DownloadScheduled", 3);
    // Steps 5–10.
    for (const status of ["Downloading", "Downloaded", "SignatureVerified"] as const) {
      await becomes(station, status, 3);
    }
    // Steps 11–15.
    await installing(station, 3);
    // Steps 16–23.
    await activated(station, 3);
  });
}
