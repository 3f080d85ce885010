import assert from "node:assert/strict";
import { operativeCommands, unavailable } from "./harness/availability.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_G_07_CS Change Availability Connector - Operative to inoperative", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  const before = operativeCommands(station).length;
  // Step 1.
  await unavailable(station, { id: 1, connectorId: 1 });
  assert.deepEqual(operativeCommands(station, before), ["evse_manager_1 Disable"]);
  // The connector and nothing else has changed.
  assert.equal(station.csms.received("StatusNotification").length, 2 + [1].length);
});
