import assert from "node:assert/strict";
import { customerInformation, customerUnknown } from "./harness/customer-information.ts";
import { VALID_TOKEN } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_31_CS Clear Customer Information - Clear and report + no data", async () => {
  await using station = await startStation();
  await customerUnknown(station);
  // Steps 1 to 4.
  assert.equal(await customerInformation(station, { report: true, clear: true, idToken: VALID_TOKEN }), "");
});
