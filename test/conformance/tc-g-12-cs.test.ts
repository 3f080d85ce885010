import assert from "node:assert/strict";
import { assertReported, changeAvailability, operativeCommands } from "./harness/availability.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_G_12_CS Change Availability Charging Station - Operative to operative", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  const before = operativeCommands(station).length;
  // Steps 1 and 2.
  assert.equal(await changeAvailability(station, "Operative"), "Accepted");
  // Steps 3 and 4.
  await assertReported(station, "Available", [1, 2]);
  assert.deepEqual(operativeCommands(station, before), []);
});
