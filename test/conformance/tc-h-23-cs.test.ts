import assert from "node:assert/strict";
import { assertNothingReported, assertReported } from "./harness/availability.ts";
import {
  assertRedeemed,
  OTHER_TOKEN,
  redeemed,
  reserved,
  reserveNow,
  RESERVING_TOKEN,
} from "./harness/reservations.ts";
import { arrived, energyTransferStarted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const CASE = "TC_H_23_CS Reserve a specific EVSE - Replace reservation";

Deno.test(CASE, async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await reserved(station);
  const before = station.csms.received("StatusNotification").length;
  // Steps 1 and 2.
  assert.equal((await reserveNow(station, { idToken: OTHER_TOKEN })).status, "Accepted");
  // The connector is Reserved already.
  await assertNothingReported(station, before);
  const status = { requestedMessage: "StatusNotification", evse: { id: 1, connectorId: 1 } } as const;
  assert.equal((await station.csms.call("TriggerMessage", status)).status, "Accepted");
  await assertReported(station, "Reserved", [1]);
  assert.equal(await station.everest.auth.swipe(RESERVING_TOKEN.idToken), "NoEvse");
  // Step 3.
  await redeemed(visit, { token: OTHER_TOKEN });
  // Step 4.
  await energyTransferStarted(visit);
  await assertRedeemed(visit, { token: OTHER_TOKEN });
});

Deno.test(`${CASE} (by another EVSE, which frees the first)`, async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await arrived(station);
  await reserved(station);
  assert.equal((await reserveNow(station, { evseId: 2 })).status, "Accepted");
  await assertReported(station, "Available", [1]);
  await assertReported(station, "Reserved", [2]);
});
