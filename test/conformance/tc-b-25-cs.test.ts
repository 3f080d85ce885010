import { assertEvseResetRejected } from "./harness/reset.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_25_CS Reset EVSE - Without ongoing transaction (does not apply)", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1 and 2.
  await assertEvseResetRejected(station, "OnIdle");
});
