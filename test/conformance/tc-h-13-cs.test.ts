import assert from "node:assert/strict";
import { NAMED_EVSES_ONLY, reserved, reserveNow } from "./harness/reservations.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_H_13_CS Reserve an unspecified EVSE - Rejected", async () => {
  await using station = await startStation({ variables: NAMED_EVSES_ONLY });
  await booted(station);
  // Steps 1 and 2.
  const { status, statusInfo } = await reserveNow(station, { evseId: null });
  assert.equal(status, "Rejected");
  assert.equal(statusInfo?.reasonCode, "MissingParam");
  // H01.FR.06: a type of connector names no EVSE either.
  assert.equal((await reserveNow(station, { evseId: null, connectorType: "cType2" })).status, "Rejected");
  assert.deepEqual(station.everest.record.callsOf("reserve_now"), []);
  await reserved(station);
});
