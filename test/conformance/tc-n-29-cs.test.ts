import assert from "node:assert/strict";
import { customerUnknown } from "./harness/customer-information.ts";
import { VALID_TOKEN } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_29_CS Get Customer Information - Not Accepted", async () => {
  await using station = await startStation();
  const { csms } = station;
  await customerUnknown(station);
  const flags = { requestId: 1, report: true, clear: false } as const;
  // Steps 1 and 2: nobody is named, or more than one customer.
  assert.equal((await csms.call("CustomerInformation", flags)).status, "Invalid");
  const both = { ...flags, idToken: VALID_TOKEN, customerIdentifier: "customer-1" };
  assert.equal((await csms.call("CustomerInformation", both)).status, "Invalid");
  await station.settle();
  assert.deepEqual(csms.received("NotifyCustomerInformation"), []);
});
