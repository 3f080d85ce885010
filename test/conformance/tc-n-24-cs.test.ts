import assert from "node:assert/strict";
import { eventOf, eventsOf, EVSE_STATE, monitored, SEVERITY } from "./harness/monitoring.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_24_CS Set Variable Monitoring - Periodic event", async () => {
  await using station = await startStation();
  await booted(station);
  const intervalSeconds = 60;
  // Steps 1 and 2.
  const [id] = await monitored(station, {
    ...EVSE_STATE,
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
    assert.equal(event.actualValue, "Available");
    assert.equal(Date.parse(event.timestamp), startMs + count * intervalSeconds * 1000);
    assert.deepEqual([event.component, event.variable], [EVSE_STATE.component, EVSE_STATE.variable]);
  }
  assert.equal(eventsOf(station, id!).length, 3);
});
