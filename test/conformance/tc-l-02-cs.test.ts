import assert from "node:assert/strict";
import {
  activatedByReboot,
  activatedWithoutReboot,
  becomes,
  downloadedAndVerified,
  hoursFromNow,
  installing,
  signedUpdateAccepted,
} from "./harness/firmware-updates.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const ENDS = [["", activatedByReboot], [", without a reboot", activatedWithoutReboot]] as const;

for (const [variant, activated] of ENDS) {
  Deno.test(`TC_L_02_CS Secure Firmware Update - InstallScheduled${variant}`, async () => {
    await using station = await startStation();
    await booted(station);
    // Steps 1, 2.
    await signedUpdateAccepted(station, 2, { installDateTime: hoursFromNow(station, 1) });
    // Steps 3–8.
    await downloadedAndVerified(station, 2);
    // Steps 9, 10.
    await becomes(station, "InstallScheduled", 2);
    // L01.FR.16: until then drivers come and go.
    await station.pass(59 * 60_000);
    assert.equal(station.everest.system.updates.permissions, 0);
    await station.pass(60_000);
    // Steps 11–15.
    await installing(station, 2);
    // Steps 16–23.
    await activated(station, 2);
  });
}
