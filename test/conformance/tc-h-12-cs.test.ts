import assert from "node:assert/strict";
import { unavailable } from "./harness/availability.ts";
import { reserveNow } from "./harness/reservations.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_H_12_CS Reserve an unspecified EVSE - Unavailable", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  await unavailable(station);
  // Steps 1 and 2.
  assert.equal((await reserveNow(station, { evseId: null })).status, "Unavailable");
});
