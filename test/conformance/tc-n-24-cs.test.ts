import assert from "node:assert/strict";
import { eventOf, eventsOf, EVSE_POWER, EVSE_STATE, monitored, SEVERITY } from "./harness/monitoring.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

// Errata 2025-02: of the configured threshold monitor component variable, and before it of AvailabilityState.
for (const [monitorable, value] of [[EVSE_POWER, "0"], [EVSE_STATE, "Available"]] as const) {
  const { name } = monitorable.variable;
  Deno.test(`TC_N_24_CS Set Variable Monitoring - Periodic event (${name})`, async () => {
    await using station = await startStation();
    await booted(station);
    assert.equal((await station.csms.call("SetMonitoringLevel", { severity: 8 })).status, "Accepted");
    const intervalSeconds = 60;
    // Steps 1 and 2.
    const [id] = await monitored(station, {
      ...monitorable,
      type: "Periodic",
      value: intervalSeconds,
      severity: SEVERITY,
    });
    // Step 3.
    const startMs = station.clock.wallMs();
    for (let count = 1; count <= 3; count++) {
      await station.pass(intervalSeconds * 1000);
      const event = await eventOf(station, id!);
      assert.equal(event.trigger, "Periodic");
      assert.equal(event.actualValue, value);
      assert.equal(Date.parse(event.timestamp), startMs + count * intervalSeconds * 1000);
      assert.deepEqual([event.component, event.variable], [monitorable.component, monitorable.variable]);
    }
    assert.equal(eventsOf(station, id!).length, 3);
  });
}
