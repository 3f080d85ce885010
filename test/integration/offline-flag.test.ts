import assert from "node:assert/strict";
import {
  arrived,
  authorized,
  energyTransferStarted,
  energyTransferSuspended,
  evConnectedPreSession,
  parkingBayUnoccupied,
} from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";

for (const how of ["local", "remote"] as const) {
  Deno.test(`every event that happens online says that it is not offline (${how} start)`, async () => {
    await using station = await startStation();
    const visit = await arrived(station, {
      start: "EVConnected",
      stop: "EVConnected",
      variables: { "SampledDataCtrlr.TxUpdatedInterval": "10", "AlignedDataCtrlr.Interval": "30" },
    });
    await evConnectedPreSession(visit);
    await authorized(visit, how);
    await energyTransferStarted(visit);
    await station.pass(60_000);
    await energyTransferSuspended(visit);
    await parkingBayUnoccupied(visit);
    const events = station.csms.received("TransactionEvent");
    const reasons = new Set(events.map(({ triggerReason }) => triggerReason));
    assert(reasons.has("MeterValuePeriodic") && reasons.has("MeterValueClock"), [...reasons].join());
    assert.deepEqual(events.filter(({ offline }) => offline !== false), []);
  });
}
