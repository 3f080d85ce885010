import assert from "node:assert/strict";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_47_CS Get Composite Schedule - Unknown EVSEId", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1, 2.
  const request = { evseId: 2, duration: 300, chargingRateUnit: "A" } as const;
  const { status, schedule } = await station.csms.call("GetCompositeSchedule", request);
  assert.equal(status, "Rejected");
  assert.equal(schedule, undefined);
});
