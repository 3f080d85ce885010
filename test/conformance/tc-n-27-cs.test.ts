import assert from "node:assert/strict";
import { customerHasCharged, customerInformation } from "./harness/customer-information.ts";
import { VALID_TOKEN } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_27_CS Get Customer Information - Accepted + data", async () => {
  await using station = await startStation();
  await customerHasCharged(station);
  // Steps 1 to 4.
  const data = await customerInformation(station, { report: true, clear: false, idToken: VALID_TOKEN });
  assert.match(data, /^Authorization cache:\n\{"status":"Accepted"\}\nLocal authorization list:\n/);
  assert.match(data, /\nLog files:\n\d+ mentions/);
});
