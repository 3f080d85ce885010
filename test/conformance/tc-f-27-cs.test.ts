import assert from "node:assert/strict";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_F_27_CS Trigger message - NotImplemented", async () => {
  await using station = await startStation();
  const { csms } = station;
  await csms.expect("StatusNotification");
  // Steps 1, 2.
  const { status } = await csms.call("TriggerMessage", { requestedMessage: "SignCombinedCertificate" });
  assert.equal(status, "NotImplemented");
});
