import assert from "node:assert/strict";
import { eventOf, EVSE_STATE, monitored, STATE_DELTA } from "./harness/monitoring.ts";
import { arrived, evConnectedPreSession } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_56_CS Alert Event - Delta value NOT numeric exceeded", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  // Memory state.
  const [id] = await monitored(station, { ...EVSE_STATE, ...STATE_DELTA });
  // The cable is plugged in.
  await evConnectedPreSession(visit);
  // Steps 1 and 2.
  const event = await eventOf(station, id!);
  assert.equal(event.trigger, "Delta");
  assert.equal(event.actualValue, "Occupied");
  assert.deepEqual([event.component, event.variable], [EVSE_STATE.component, EVSE_STATE.variable]);
});
