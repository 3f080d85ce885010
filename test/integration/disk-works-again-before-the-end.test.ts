import assert from "node:assert/strict";
import { arrived, energyTransferStarted } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";
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
