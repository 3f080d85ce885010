import assert from "node:assert/strict";
import { customerInformation, customerUnknown } from "./harness/customer-information.ts";
import { VALID_TOKEN } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_32_CS Clear Customer Information - Clear and no report", async () => {
  await using station = await startStation();
  await customerUnknown(station);
  // Steps 1 to 4.
  const data = await customerInformation(station, { report: false, clear: true, idToken: VALID_TOKEN });
  assert.equal(data, "Cleared");
});
