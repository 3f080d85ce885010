import { assertReported } from "./harness/availability.ts";
import {
  becomes,
  downloadedAndVerified,
  installing,
  signedUpdateAccepted,
} from "./harness/firmware-updates.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

for (const failure of ["InstallVerificationFailed", "InstallationFailed"] as const) {
  Deno.test(`TC_L_08_CS Secure Firmware Update - InstallVerificationFailed or InstallationFailed: ${failure}`, async () => {
    await using station = await startStation();
    await booted(station);
    // Steps 1–8.
    await signedUpdateAccepted(station, 8);
    await downloadedAndVerified(station, 8);
    // Steps 9–13.
    await installing(station, 8);
    // Steps 14–17.
    await becomes(station, failure, 8);
    await assertReported(station, "Available", [1]);
  });
}
