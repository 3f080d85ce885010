import assert from "node:assert/strict";
import { updateFirmware } from "../conformance/harness/firmware-updates.ts";
import { arrived, booted, energyTransferStarted } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import { FailingDisk } from "../fuzz/monkey/failing-disk.ts";

for (const fails of ["atBegin", "atCommit"] as const) {
  Deno.test(`a transaction that ended while the disk failed ${fails} has ended after a restart, too`, async () => {
    using disk = new FailingDisk();
    await using station = await startStation();
    await energyTransferStarted(await arrived(station));
    disk.fails = fails;
    await station.evse(1).unplug();
    await station.settle();
    // Before the next attempt to store what memory has, the process ends.
    disk.fails = false;
    await station.stop();
    await station.everest.powerCut();
    station.start();
    await station.csms.expect("BootNotification", ({ reason }) => reason === "PowerUp");
    await station.pass(61_000);
    assert.deepEqual(
      station.csms.received("TransactionEvent").map(({ eventType, seqNo }) => `${seqNo} ${eventType}`),
      ["0 Started", "1 Updated", "2 Ended"],
    );
  });
}

/** How the disk comes back before the process ends: for a while, or only just. */
const RETURNS = {
  "a while before": (station: StationUnderTest) => station.pass(11_000),
  "just before": () => Promise.resolve(),
};

for (const [when, returned] of Object.entries(RETURNS)) {
  Deno.test(`an update that was installed while the disk failed has not failed after a reboot, ${when} which it works again`, async () => {
    using disk = new FailingDisk();
    await using station = await startStation();
    const { csms, everest } = station;
    await booted(station);
    const { updates } = everest.system;
    updates.unsigned = "taken";
    await updateFirmware(station, 7);
    await station.settle();
    disk.fails = "atBegin";
    for (const status of ["Downloaded", "Installing", "Installed"] as const) await updates.tell(status);
    await station.settle();
    disk.fails = false;
    await returned(station);
    await station.stop();
    await everest.powerCut();
    station.start();
    await csms.expect("BootNotification", ({ reason }) => reason === "PowerUp");
    // Until an installer that had forgotten the update would be given up.
    await station.pass(11 * 60_000);
    assert.deepEqual(
      csms.received("FirmwareStatusNotification").map(({ status }) => status),
      ["Downloading", "Downloaded", "Installing", "Installed"],
    );
  });
}

Deno.test("a reset that was done while the disk failed is not done again when the process restarts", async () => {
  using disk = new FailingDisk();
  await using station = await startStation();
  const { csms, everest } = station;
  await energyTransferStarted(await arrived(station));
  assert.equal((await csms.call("Reset", { type: "OnIdle" })).status, "Scheduled");
  await station.stop();
  await everest.powerCut();
  // The reset is over with the power cut, and the disk does not take that.
  disk.fails = "atBegin";
  station.start();
  await csms.expect("BootNotification", ({ reason }) => reason === "PowerUp");
  await station.settle();
  disk.fails = false;
  await station.pass(11_000);
  await station.stop();
  station.start();
  await station.clock.fire("everest.dialect");
  await station.pass(1000);
  assert.deepEqual(everest.system.resets, []);
});
