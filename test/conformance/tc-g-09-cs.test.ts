import assert from "node:assert/strict";
import { assertNothingReported, changeAvailability, operativeCommands } from "./harness/availability.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_G_09_CS Change Availability EVSE - Operative to operative", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  const before = operativeCommands(station).length;
  const told = station.csms.received("StatusNotification").length;
  // Steps 1 and 2.
  assert.equal(await changeAvailability(station, "Operative", { id: 1 }), "Accepted");
  // G03.FR.04: no state has changed.
  await assertNothingReported(station, told);
  assert.deepEqual(operativeCommands(station, before), []);
});
