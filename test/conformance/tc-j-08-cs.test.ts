import assert from "node:assert/strict";
import { assertMeterValue, MEASURANDS, OUT_OF_STEP_MS } from "./harness/meter-values.ts";
import {
  arrived,
  authorized,
  energyTransferStarted,
  evConnectedPreSession,
  nothingMore,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

for (const how of ["local", "remote"] as const) {
  Deno.test(`TC_J_08_CS Sampled Meter Values - Context Transaction.Begin - EVSE not known (${how})`, async () => {
    await using station = await startStation();
    const visit = await arrived(station, {
      start: "Authorized",
      variables: { "SampledDataCtrlr.TxStartedMeasurands": MEASURANDS },
    });
    await station.pass(OUT_OF_STEP_MS);
    // Step 1: EnergyTransferStarted, first the token and then the cable.
    await authorized(visit, how);
    assert.deepEqual(visit.events.map(({ eventType }) => eventType), ["Started"]);
    await evConnectedPreSession(visit);
    await energyTransferStarted(visit);
    await nothingMore(visit);
    // Post scenario validations; E01.FR.16, E03.FR.11.
    const connected = visit.events.slice(1).find(({ evse }) => evse !== undefined);
    assert.equal(connected?.triggerReason, "CablePluggedIn");
    assert.equal(connected.meterValue?.length, 1);
    assert.equal(connected.meterValue[0]!.timestamp, connected.timestamp);
    assertMeterValue(connected.meterValue[0]!, "Transaction.Begin", MEASURANDS);
  });
}
