import {
  assertFirmwareStatus,
  becomes,
  FIRMWARE_LOCATION,
  signedUpdateAccepted,
} from "./harness/firmware-updates.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_L_07_CS Secure Firmware Update - DownloadFailed", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1–4.
  await signedUpdateAccepted(station, 7, { location: `${FIRMWARE_LOCATION}_doesNotExist` });
  await assertFirmwareStatus(station, "Downloading", 7);
  // Steps 5, 6.
  await becomes(station, "DownloadFailed", 7);
});
