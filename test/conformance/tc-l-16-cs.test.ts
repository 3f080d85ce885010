import assert from "node:assert/strict";
import {
  assertFirmwareStatus,
  assertSecurityEvent,
  becomes,
  downloadedAndVerified,
  signedUpdateAccepted,
} from "./harness/firmware-updates.ts";
import { arrived, energyTransferStarted, openTransaction } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_L_16_CS Secure Firmware Update - Able to update firmware with ongoing transaction", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  // What EVerest's newer system modules say of such a firmware.
  station.everest.system.updates.metadata = { disable_connectors_during_install: false };
  // Steps 1–8.
  await signedUpdateAccepted(station, 16);
  await downloadedAndVerified(station, 16);
  // Steps 9, 10.
  await assertFirmwareStatus(station, "Installing", 16);
  // Steps 12–15; nothing needs to reconnect.
  await becomes(station, "Installed", 16);
  await assertSecurityEvent(station, "FirmwareUpdated");
  assert.ok(openTransaction(visit));
});
