import assert from "node:assert/strict";
import { limitAtSink, ofCsms, profile, reported } from "./harness/charging-profiles.ts";
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

Deno.test("TC_K_37_CS Remote start transaction with charging profile - Success", async () => {
  await using station = await startStation();
  const visit = await arrived(station, { start: "EVConnected" });
  await evConnectedPreSession(visit);
  // Steps 1, 2.
  const sent = profile(station, "TxProfile", [[0, 6]], { id: 137, kind: "Relative" });
  const outcome = station.everest.auth.nextOutcome();
  const response = await station.csms.call("RequestStartTransaction", {
    idToken: VALID_TOKEN,
    remoteStartId: REMOTE_START_ID,
    evseId: 1,
    chargingProfile: sent,
  });
  const transactionId = transactionIdOf(visit);
  assert.deepEqual(response, { status: "Accepted", transactionId });
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
  assert.equal(await limitAtSink(station, 1), 6);
  // Steps 8 to 11.
  assert.deepEqual(await reported(station, { chargingProfileId: [137] }), [
    ofCsms(1, { ...sent, transactionId }),
  ]);
});
