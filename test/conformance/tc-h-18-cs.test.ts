import assert from "node:assert/strict";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_H_18_CS Cancel reservation of an EVSE - Rejected", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1 and 2.
  const { status, statusInfo } = await station.csms.call("CancelReservation", { reservationId: 1 });
  assert.equal(status, "Rejected");
  assert.equal(statusInfo?.reasonCode, "NotFound");
});
