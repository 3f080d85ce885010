import assert from "node:assert/strict";
import { eventOf, eventsOf, EVSE_POWER, monitored, powerThreshold } from "./harness/monitoring.ts";
import {
  arrived,
  energyTransferStarted,
  stopAuthorized,
  transactionIdOf,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

// The case names no stop point. The meter shows that the power is gone after the transaction has ended by StopAuthorized,
// and the events have its id all the same.
for (const stop of ["EVConnected", "Authorized", "PowerPathClosed", "EnergyTransfer"]) {
  Deno.test(`TC_N_20_CS Alert Event - Threshold value exceeded (TxStopPoint ${stop})`, async () => {
    await using station = await startStation();
    const visit = await arrived(station, { stop });
    // Memory state.
    assert.equal(
      (await station.csms.call("SetMonitoringBase", { monitoringBase: "All" })).status,
      "Accepted",
    );
    const [upper] = await monitored(station, powerThreshold("UpperThreshold", 100));
    // Step 1.
    await energyTransferStarted(visit);
    await station.pass(1000);
    // Steps 2 and 3.
    const alert = await eventOf(station, upper!);
    assert.equal(alert.trigger, "Alerting");
    assert.ok(Number(alert.actualValue) > 100, alert.actualValue);
    assert.equal(alert.cleared ?? false, false);
    assert.equal(alert.transactionId, transactionIdOf(visit));
    assert.equal(alert.eventNotificationType, "CustomMonitor");
    assert.deepEqual([alert.component, alert.variable], [EVSE_POWER.component, EVSE_POWER.variable]);
    // Steps 4 and 5.
    const [lower] = await monitored(station, powerThreshold("LowerThreshold", 10));
    // Step 6.
    await stopAuthorized(visit);
    await station.pass(6000);
    // Steps 7 and 8.
    const cleared = await eventOf(station, upper!);
    assert.equal(cleared.trigger, "Alerting");
    assert.equal(cleared.cleared, true);
    assert.ok(Number(cleared.actualValue) <= 100, cleared.actualValue);
    assert.equal(cleared.eventNotificationType, "CustomMonitor");
    const dropped = await eventOf(station, lower!);
    assert.equal(dropped.trigger, "Alerting");
    assert.equal(dropped.cleared ?? false, false);
    assert.ok(Number(dropped.actualValue) < 10, dropped.actualValue);
    for (const event of [cleared, dropped]) {
      assert.equal(event.transactionId, transactionIdOf(visit));
      assert.deepEqual([event.component, event.variable], [EVSE_POWER.component, EVSE_POWER.variable]);
    }
    assert.equal(new Set([alert.eventId, cleared.eventId, dropped.eventId]).size, 3);
    // One alert when it is exceeded, one when it returns.
    await station.pass(60_000);
    assert.equal(eventsOf(station, upper!).length, 2);
    assert.equal(eventsOf(station, lower!).length, 1);
  });
}
