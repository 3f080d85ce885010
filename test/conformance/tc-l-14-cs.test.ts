import assert from "node:assert/strict";
import { assertReported } from "./harness/availability.ts";
import {
  activatedByReboot,
  activatedWithoutReboot,
  assertFirmwareStatus,
  becomes,
  installing,
  signedUpdateAccepted,
} from "./harness/firmware-updates.ts";
import { arrived, energyTransferStarted, transactionIdOf } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const ENDS = [["", activatedByReboot], [", without a reboot", activatedWithoutReboot]] as const;

for (const [variant, activated] of ENDS) {
  Deno.test(`TC_L_14_CS Secure Firmware Update - Unable to install and activate firmware with ongoing transaction - AllowNewSessionsPendingFirmwareUpdate is true${variant}`, async () => {
    await using station = await startStation({ everest: { evses: 2 } });
    const { csms, everest } = station;
    const leaves = async (evse: number, transactionId: string) => {
      await station.evse(evse).unplug();
      await csms.expect(
        "TransactionEvent",
        ({ eventType, transactionInfo }) =>
          eventType === "Ended" && transactionInfo.transactionId === transactionId,
      );
    };
    const visit = await arrived(station, {
      variables: { "ChargingStation.AllowNewSessionsPendingFirmwareUpdate": "true" },
    });
    await energyTransferStarted(visit);
    // Steps 1–10.
    await signedUpdateAccepted(station, 14);
    await assertFirmwareStatus(station, "Downloading", 14);
    await becomes(station, "Downloaded", 14);
    await becomes(station, "SignatureVerified", 14);
    await assertFirmwareStatus(station, "InstallScheduled", 14);
    // Step 11: another driver can still start.
    await station.evse(2).plugIn();
    await assertReported(station, "Occupied", [2]);
    await everest.auth.swipe("RFID0002");
    await station.evse(2).startCharging();
    const second = await csms.expect("TransactionEvent", ({ evse }) => evse?.id === 2);
    assert.equal(second.payload.eventType, "Started");
    // Step 12.
    await leaves(1, transactionIdOf(visit));
    await assertReported(station, "Available", [1]);
    await station.pass(60_000);
    assert.equal(everest.system.updates.permissions, 0);
    // Step 13.
    await leaves(2, second.payload.transactionInfo.transactionId);
    // Steps 14–18.
    await installing(station, 14, [1, 2]);
    // Steps 19–26.
    await activated(station, 14, [1, 2]);
  });
}
