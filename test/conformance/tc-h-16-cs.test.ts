import assert from "node:assert/strict";
import { OTHER_TOKEN, reserved, reserveNow } from "./harness/reservations.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_H_16_CS Reserve a connector with a specific type - Amount of available connectors of a type equals the amount of reservations", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  await reserved(station);
  await reserved(station, { id: 18, evseId: 2, idToken: OTHER_TOKEN });
  // Steps 1 and 2.
  const { status } = await reserveNow(station, { id: 19, evseId: null, connectorType: "cType2" });
  assert.equal(status, "Occupied");
});
