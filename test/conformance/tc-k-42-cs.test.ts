import assert from "node:assert/strict";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_42_CS Get Composite Schedule - chargingRateUnit not supported", async () => {
  await using station = await startStation({ variables: { "SmartChargingCtrlr.RateUnit": "A" } });
  await booted(station);
  // Steps 1, 2.
  const request = { evseId: 0, duration: 300, chargingRateUnit: "W" } as const;
  const { status, schedule } = await station.csms.call("GetCompositeSchedule", request);
  assert.equal(status, "Rejected");
  assert.equal(schedule, undefined);
});
