import assert from "node:assert/strict";
import { unavailable } from "./harness/availability.ts";
import { OTHER_TOKEN, reserveNow } from "./harness/reservations.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_H_06_CS Reserve a specific EVSE - Unavailable", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  await unavailable(station, { id: 1 });
  // Steps 1 and 2.
  assert.equal((await reserveNow(station, { idToken: OTHER_TOKEN })).status, "Unavailable");
});
