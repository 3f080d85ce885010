import assert from "node:assert/strict";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_P_01_CS Data Transfer to the Charging Station - Rejected / Unknown VendorId / Unknown MessageId", async () => {
  await using station = await startStation();
  const { csms } = station;
  await csms.expect("BootNotification");
  // Step 1, 2
  const response = await csms.call("DataTransfer", {
    vendorId: "org.nobody.knows.this.vendor",
    messageId: "unused",
    data: { anything: [1, "two"] },
  });
  // Tool validation: one of the three; ours is that of P01.FR.05.
  assert.equal(response.status, "UnknownVendorId");
});
