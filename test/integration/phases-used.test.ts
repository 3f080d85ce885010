import assert from "node:assert/strict";
import { arrived, queueEmptied } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";

Deno.test("the phases that are used are told as soon as the meter shows them (E02.FR.18)", async () => {
  await using station = await startStation();
  await arrived(station, {});
  await station.evse(1).plugIn();
  await station.everest.auth.swipe("RFID0001");
  await station.evse(1).startCharging();
  await station.pass(60_000);
  await queueEmptied(station);
  assert.deepEqual(
    station.csms.received("TransactionEvent").map(({ triggerReason, numberOfPhasesUsed }) => [
      triggerReason,
      numberOfPhasesUsed,
    ]),
    [["Authorized", undefined], ["ChargingStateChanged", undefined], ["MeterValuePeriodic", 3]],
  );
});
