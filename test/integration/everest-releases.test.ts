import assert from "node:assert/strict";
import { startStation } from "../conformance/harness/station-under-test.ts";

for (const [release, dialect] of [["2025.12 to 2026.02", "old"], ["main of 2026-08", "new"]] as const) {
  Deno.test(`a session works on the bus of EVerest ${release}`, async () => {
    await using station = await startStation({ everest: { dialect } });
    const { csms, everest } = station;
    await csms.expect("BootNotification");
    await station.evse(1).plugIn();
    await everest.auth.swipe("RFID0001");
    const started = await csms.expect("TransactionEvent");
    assert.equal(started.payload.eventType, "Started");
    await station.evse(1).unplug();
    const ended = await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Ended");
    assert.equal(ended.payload.transactionInfo.stoppedReason, "EVDisconnected");
  });
}
