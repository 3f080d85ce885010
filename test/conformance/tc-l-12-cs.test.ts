import { assertFirmwareStatus, becomes, signedUpdateAccepted } from "./harness/firmware-updates.ts";
import { arrived, energyTransferStarted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_L_12_CS Secure Firmware Update - Unable to download/install firmware with ongoing transaction - AllowNewSessionsPendingFirmwareUpdate is true: not applicable, for EVerest downloads while vehicles charge", async () => {
  await using station = await startStation();
  const visit = await arrived(station, {
    variables: { "ChargingStation.AllowNewSessionsPendingFirmwareUpdate": "true" },
  });
  await energyTransferStarted(visit);
  // Steps 1, 2.
  await signedUpdateAccepted(station, 12);
  // Not DownloadScheduled as in step 3; TC_L_14 is the case for a station that only installs later.
  await assertFirmwareStatus(station, "Downloading", 12);
  await becomes(station, "Downloaded", 12);
});
