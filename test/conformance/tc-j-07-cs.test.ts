import assert from "node:assert/strict";
import { assertMeterValue, MEASURANDS, OUT_OF_STEP_MS } from "./harness/meter-values.ts";
import {
  arrived,
  energyTransferStarted,
  evConnectedPreSession,
  nothingMore,
  parkingBayOccupied,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

for (const start of ["EVConnected", "Authorized", "PowerPathClosed", "EnergyTransfer"]) {
  Deno.test(`TC_J_07_CS Sampled Meter Values - EventType Started - EVSE known (start point ${start})`, async () => {
    await using station = await startStation();
    const visit = await arrived(station, {
      start,
      variables: { "SampledDataCtrlr.TxStartedMeasurands": MEASURANDS },
    });
    await station.pass(OUT_OF_STEP_MS);
    parkingBayOccupied();
    // Step 1.
    await evConnectedPreSession(visit);
    // Step 2.
    await energyTransferStarted(visit);
    await nothingMore(visit);
    // Post scenario validations; E01.FR.09.
    const [started, ...updates] = visit.events;
    assert.equal(started?.eventType, "Started");
    assert.equal(started.meterValue?.length, 1);
    assert.equal(started.meterValue[0]!.timestamp, started.timestamp);
    assertMeterValue(started.meterValue[0]!, "Transaction.Begin", MEASURANDS);
    for (const { meterValue } of updates) assert.equal(meterValue, undefined);
  });
}
