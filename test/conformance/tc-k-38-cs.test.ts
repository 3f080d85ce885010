import assert from "node:assert/strict";
import { limitAtSink, profile } from "./harness/charging-profiles.ts";
import {
  arrived,
  energyTransferStarted,
  evConnectedPreSession,
  nextEvent,
  REMOTE_START_ID,
  transactionIdOf,
  VALID_TOKEN,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_38_CS Remote start transaction with charging profile - Ignore chargingProfile", async () => {
  await using station = await startStation({ variables: { "SmartChargingCtrlr.Enabled": "false" } });
  const visit = await arrived(station, { start: "EVConnected" });
  await evConnectedPreSession(visit);
  // Steps 1, 2.
  const outcome = station.everest.auth.nextOutcome();
  const response = await station.csms.call("RequestStartTransaction", {
    idToken: VALID_TOKEN,
    remoteStartId: REMOTE_START_ID,
    evseId: 1,
    chargingProfile: profile(station, "TxProfile", [[0, 6]], { kind: "Relative" }),
  });
  assert.deepEqual(response, { status: "Accepted", transactionId: transactionIdOf(visit) });
  // Steps 3, 4.
  const { payload: authorize } = await station.csms.expect("Authorize");
  assert.deepEqual(authorize.idToken, VALID_TOKEN);
  assert.equal(await outcome, "UsedToStart");
  visit.authorized = "remote";
  // Steps 5, 6.
  const event = await nextEvent(visit);
  assert.equal(event.triggerReason, "RemoteStart");
  assert.equal(event.transactionInfo.remoteStartId, REMOTE_START_ID);
  // Step 7.
  await energyTransferStarted(visit);
  assert.equal(await limitAtSink(station, 1), 48);
});
