import assert from "node:assert/strict";
import { METER_PUBLIC_KEY } from "../fakes/everest/simulated-meter.ts";
import {
  arrived,
  assertOneOf,
  authorized,
  nextEvent,
  nothingMore,
  VALID_TOKEN,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

/** A meter that signs every reading. One that signs start and end tells both only at the end of a transaction. */
const signing = { everest: { evse: { meterSigns: "readings" } } } as const;

for (const how of ["local", "remote"] as const) {
  // The shipped Never leaves the key empty; the field is there all the same.
  for (const [policy, publicKey] of [["Never", ""], ["OncePerTransaction", METER_PUBLIC_KEY]] as const) {
    Deno.test(`TC_E_11_CS Start transaction options - DataSigned (${how}, public key ${policy})`, async () => {
      await using station = await startStation(signing);
      const { csms } = station;
      const visit = await arrived(station, {
        start: "DataSigned",
        variables: {
          "SampledDataCtrlr.SignReadings": "true",
          "OCPPCommCtrlr.PublicKeyWithSignedMeterValue": policy,
        },
      });
      await authorized(visit, how);
      await nothingMore(visit);
      // Step 1.
      await station.evse(1).plugIn();
      const { payload: status } = await csms.expect("StatusNotification");
      assert.deepEqual([status.evseId, status.connectorId, status.connectorStatus], [1, 1, "Occupied"]);
      // Step 3.
      const started = await nextEvent(visit);
      assert.equal(started.eventType, "Started");
      const triggers = how === "local" ? ["SignedDataReceived"] : ["RemoteStart", "SignedDataReceived"];
      assertOneOf<string>(started.triggerReason, triggers);
      assert.deepEqual(started.idToken, VALID_TOKEN);
      assert.deepEqual(started.evse, { id: 1, connectorId: 1 });
      const values = started.meterValue?.flatMap(({ sampledValue }) => sampledValue) ?? [];
      assert.deepEqual([...new Set(values.map(({ context }) => context))], ["Transaction.Begin"]);
      const signed = values.flatMap(({ signedMeterValue }) => signedMeterValue ?? []);
      assert.equal(signed.length, 1);
      assert.match(signed[0]!.signedMeterData, /^OCMF\|/);
      assert.equal(signed[0]!.signingMethod, "ECDSA-secp256r1-SHA256");
      assert.equal(signed[0]!.encodingMethod, "OCMF");
      assert.equal(signed[0]!.publicKey, publicKey);
      // Step 5.
      await station.evse(1).startCharging();
      const charging = await nextEvent(visit);
      assert.equal(charging.eventType, "Updated");
      assert.equal(charging.triggerReason, "ChargingStateChanged");
      assert.equal(charging.transactionInfo.chargingState, "Charging");
      await nothingMore(visit);
    });
  }
}

Deno.test("TC_E_11_CS Start transaction options - DataSigned: without SignReadings nothing starts (E01.FR.04)", async () => {
  await using station = await startStation(signing);
  const visit = await arrived(station, { start: "DataSigned" });
  await authorized(visit);
  await station.evse(1).plugIn();
  await station.evse(1).startCharging();
  await nothingMore(visit);
  assert.deepEqual(visit.events, []);
});
