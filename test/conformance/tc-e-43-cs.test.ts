import assert from "node:assert/strict";
import {
  arrived,
  backOnline,
  emptiedQueue,
  goneOffline,
  nothingMore,
  QUEUEING_VARIABLES,
  VALID_TOKEN,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_E_43_CS Offline Behaviour - Transaction during offline period", async () => {
  await using station = await startStation();
  const { csms, everest } = station;
  // There is no cache or list that could know the token, so every token may charge offline.
  const visit = await arrived(station, {
    variables: { ...QUEUEING_VARIABLES, "AuthCtrlr.OfflineTxForUnknownIdEnabled": "true" },
  });
  // Memory state TransactionEventsInQueueEnded.
  await goneOffline(station);
  await station.evse(1).plugIn();
  assert.equal(await everest.auth.swipe(VALID_TOKEN.idToken), "UsedToStart");
  await station.evse(1).startCharging();
  await station.pass(6000);
  assert.equal(await everest.auth.swipe(VALID_TOKEN.idToken), "UsedToStop");
  await station.pass(1000);
  await station.evse(1).unplug();
  csms.hold("TransactionEvent");
  await backOnline(station);
  // Step 1.
  const queued = await emptiedQueue(station);
  for (const event of queued) assert.equal(event.offline, true);
  const states = queued.filter(({ triggerReason }) => triggerReason !== "MeterValuePeriodic");
  assert.deepEqual(states.map(({ eventType, triggerReason }) => `${eventType} ${triggerReason}`), [
    "Started Authorized",
    "Updated ChargingStateChanged",
    "Ended StopAuthorized",
  ]);
  assert(queued.length > states.length, "no meter value was queued");
  visit.events.push(...states);
  await nothingMore(visit);
  assert.deepEqual(csms.received("Authorize"), []);
});
