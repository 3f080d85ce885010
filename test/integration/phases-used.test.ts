import assert from "node:assert/strict";
import { arrived, queueEmptied } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";

Deno.test("the phases that an EVSE offers are told once energy flows (E02.FR.18)", async () => {
  await using station = await startStation();
  await arrived(station, {});
  await station.evse(1).plugIn();
  await station.everest.auth.swipe("RFID0001");
  await station.evse(1).startCharging();
  await queueEmptied(station);
  assert.deepEqual(
    station.csms.received("TransactionEvent").map(({ triggerReason, numberOfPhasesUsed }) => [
      triggerReason,
      numberOfPhasesUsed,
    ]),
    [["Authorized", undefined], ["ChargingStateChanged", 3]],
  );
});
