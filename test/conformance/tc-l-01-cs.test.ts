import assert from "node:assert/strict";
import {
  activatedByReboot,
  activatedWithoutReboot,
  downloadedAndVerified,
  FIRMWARE_LOCATION,
  hoursFromNow,
  installing,
  SIGNATURE,
  signedUpdateAccepted,
} from "./harness/firmware-updates.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_L_01_CS Secure Firmware Update - Installation successful", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  // Steps 1, 2.
  await signedUpdateAccepted(station, 101);
  const { record } = station.everest;
  const [update] = record.callsOf("update_firmware");
  const { signing_certificate: signer, ...rest } = update?.args["firmware_update_request"] as Record<
    string,
    unknown
  >;
  assert.match(String(signer), /BEGIN CERTIFICATE/);
  assert.deepEqual(rest, {
    request_id: 101,
    location: FIRMWARE_LOCATION,
    retrieve_timestamp: hoursFromNow(station, -2),
    install_timestamp: hoursFromNow(station, -2),
    signature: SIGNATURE,
  });
  // Steps 3–8.
  await downloadedAndVerified(station, 101);
  // Steps 9–13.
  await installing(station, 101, [1, 2]);
  // Steps 14–21.
  await activatedByReboot(station, 101, [1, 2]);
  await station.settle();
  assert.equal(record.callsOf("allow_firmware_installation").length, 1);
});

Deno.test("TC_L_01_CS Secure Firmware Update - Installation successful, without a reboot", async () => {
  await using station = await startStation();
  await booted(station);
  await signedUpdateAccepted(station, 101);
  await downloadedAndVerified(station, 101);
  await installing(station, 101);
  // Steps 15–21.
  await activatedWithoutReboot(station, 101);
});
