import assert from "node:assert/strict";
import { customerInformation } from "./harness/customer-information.ts";
import { CACHE_VARIABLES, GROUP, idTokenCached, VALID_TOKEN_2 } from "./harness/known-tokens.ts";
import { arrived } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_62_CS Clear Customer Information - Clear and report - customerIdentifier", async () => {
  await using station = await startStation();
  const visit = await arrived(station, { variables: CACHE_VARIABLES });
  // Memory state: the account of the customer, to which all his tokens belong.
  await idTokenCached(visit, VALID_TOKEN_2, { status: "Accepted", groupIdToken: GROUP });
  const customerIdentifier = GROUP.idToken;
  // Steps 1 to 4.
  const data = await customerInformation(station, { report: true, clear: true, customerIdentifier });
  assert.match(data, /^Authorization cache, cleared:\n\{.*"idToken":"GROUP001".*\}/);
  assert.match(data, /\nLog files, cleared:\n/);
  // Steps 5 to 8.
  const left = await customerInformation(station, { report: true, clear: false, customerIdentifier }, 2);
  assert.equal(left, "");
});
