import assert from "node:assert/strict";
import { assertReported } from "./harness/availability.ts";
import { assertRedeemed, redeemed, reserveNow } from "./harness/reservations.ts";
import { arrived, energyTransferStarted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_H_15_CS Reserve a connector with a specific type - Success", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  // Steps 1 and 2.
  const { status } = await reserveNow(station, { evseId: null, connectorType: "cType2" });
  assert.equal(status, "Accepted");
  // Steps 3 and 4: it is the only EVSE with such a connector.
  await assertReported(station, "Reserved", [1]);
  // Step 5.
  await redeemed(visit);
  // Step 6.
  await energyTransferStarted(visit);
  await assertRedeemed(visit);
});

Deno.test("TC_H_15_CS a type that no connector has is not reserved", async () => {
  await using station = await startStation();
  await arrived(station);
  for (const evseId of [null, 1]) {
    const { status, statusInfo } = await reserveNow(station, { evseId, connectorType: "s309-1P-16A" });
    assert.equal(status, "Rejected");
    assert.equal(statusInfo?.reasonCode, "UnknownConnectorType");
  }
});
