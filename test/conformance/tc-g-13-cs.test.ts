import assert from "node:assert/strict";
import {
  assertReported,
  changeAvailability,
  operativeCommands,
  unavailable,
} from "./harness/availability.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_G_13_CS Change Availability Charging Station - Inoperative to inoperative", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  await unavailable(station);
  const before = operativeCommands(station).length;
  // Steps 1 and 2.
  assert.equal(await changeAvailability(station, "Inoperative"), "Accepted");
  // Steps 3 and 4.
  await assertReported(station, "Unavailable", [1, 2]);
  assert.deepEqual(operativeCommands(station, before), []);
});
