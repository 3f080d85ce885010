import assert from "node:assert/strict";
import {
  assertReported,
  changeAvailability,
  operativeCommands,
  unavailable,
} from "./harness/availability.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_G_04_CS Change Availability EVSE - Inoperative to operative", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  await unavailable(station, { id: 1 });
  const before = operativeCommands(station).length;
  // Steps 1 and 2.
  assert.equal(await changeAvailability(station, "Operative", { id: 1 }), "Accepted");
  // Steps 3 and 4.
  await assertReported(station, "Available", [1]);
  assert.deepEqual(operativeCommands(station, before), ["evse_manager_1 Enable"]);
});
