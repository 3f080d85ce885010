import assert from "node:assert/strict";
import { assertReported } from "./harness/availability.ts";
import { assertRedeemed, OTHER_TOKEN, redeemed, reserveNow } from "./harness/reservations.ts";
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

Deno.test("TC_H_15_CS Reserve a connector with a specific type - Success (of an EVSE with another connector)", async () => {
  const connectors = [{ id: 1, type: "cType2" }, { id: 2, type: "cCCS2" }];
  await using station = await startStation({ everest: { evse: { connectors } } });
  const { csms } = station;
  for (const connector of [1, 2]) {
    await csms.expect("StatusNotification", ({ connectorId }) => connectorId === connector);
  }
  const before = csms.received("StatusNotification").length;
  // Steps 1 and 2.
  const { status } = await reserveNow(station, { evseId: null, connectorType: "cType2" });
  assert.equal(status, "Accepted");
  // Steps 3 and 4. The case has the other connector Unavailable, H01.FR.24 has all connectors of the EVSE Reserved.
  for (const connector of [1, 2]) {
    const { payload } = await csms.expect(
      "StatusNotification",
      ({ connectorId, connectorStatus }) => connectorId === connector && connectorStatus !== "Available",
    );
    assert.equal(payload.evseId, 1);
    assert.equal(payload.connectorStatus, "Reserved");
  }
  await station.settle();
  assert.equal(csms.received("StatusNotification").length, before + 2);
  // H01.FR.09: nobody else gets it, by whichever connector.
  assert.equal(await station.everest.auth.swipe(OTHER_TOKEN.idToken), "NoEvse");
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
