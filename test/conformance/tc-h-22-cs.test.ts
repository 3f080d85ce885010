import assert from "node:assert/strict";
import { reserved, reserveNow } from "./harness/reservations.ts";
import { booted, configured } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const CASE = "TC_H_22_CS Reserve a specific EVSE - Configured to Reject";

Deno.test(`${CASE} (ReservationCtrlr.Enabled is false)`, async () => {
  await using station = await startStation();
  await booted(station);
  await configured(station, { "ReservationCtrlr.Enabled": "false" });
  // Steps 1 and 2.
  const { status, statusInfo } = await reserveNow(station);
  assert.equal(status, "Rejected");
  assert.equal(statusInfo?.reasonCode, "NotEnabled");
  await configured(station, { "ReservationCtrlr.Enabled": "true" });
  await reserved(station);
});

Deno.test(`${CASE} (ReservationCtrlr.Available is false)`, async () => {
  await using station = await startStation({ variables: { "ReservationCtrlr.Available": false } });
  await booted(station);
  // Steps 1 and 2.
  assert.equal((await reserveNow(station)).status, "Rejected");
  assert.deepEqual(station.everest.record.callsOf("reserve_now"), []);
});
