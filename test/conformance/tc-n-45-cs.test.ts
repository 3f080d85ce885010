import assert from "node:assert/strict";
import { eventOf, eventsOf, EVSE_POWER, monitored, SEVERITY } from "./harness/monitoring.ts";
import { arrived, energyTransferStarted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_45_CS Alert Event - Delta value exceeded", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  // Memory state.
  const [id] = await monitored(station, { ...EVSE_POWER, type: "Delta", value: 100, severity: SEVERITY });
  // Step 1.
  await energyTransferStarted(visit);
  await station.pass(1000);
  // Steps 2 and 3.
  const event = await eventOf(station, id!);
  assert.equal(event.trigger, "Delta");
  assert.deepEqual([event.component, event.variable], [EVSE_POWER.component, EVSE_POWER.variable]);
  assert.ok(Number(event.actualValue) > 100, event.actualValue);
  // The reference has moved: a steady value says nothing more.
  await station.pass(60_000);
  assert.equal(eventsOf(station, id!).length, 1);
});
