import assert from "node:assert/strict";
import { customerInformation, customerUnknown } from "./harness/customer-information.ts";
import { VALID_TOKEN } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_28_CS Get Customer Information - Accepted + no data", async () => {
  await using station = await startStation();
  await customerUnknown(station);
  // Memory state: the CSMS clears what may be there.
  await customerInformation(station, { report: false, clear: true, idToken: VALID_TOKEN });
  // Steps 1 to 4.
  assert.equal(
    await customerInformation(station, { report: true, clear: false, idToken: VALID_TOKEN }, 2),
    "",
  );
});
