import assert from "node:assert/strict";
import { idTokenListed, swipeUnasked } from "./harness/known-tokens.ts";
import { OFFLINE_VARIABLES } from "./harness/offline-authorization.ts";
import { arrived, backOnline, emptiedQueue, goneOffline, VALID_TOKEN } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_C_21_CS Offline authorization through local authorization list - Accepted", async () => {
  await using station = await startStation();
  const { csms } = station;
  await arrived(station, {
    variables: { ...OFFLINE_VARIABLES, "AuthCtrlr.OfflineTxForUnknownIdEnabled": "false" },
  });
  await idTokenListed(station, [[VALID_TOKEN, "Accepted"]]);
  // Reusable state StartOfflineTransaction. Whoever is not listed does not start.
  await goneOffline(station);
  assert.equal(await station.everest.auth.swipe("RFID0002"), "Rejected");
  assert.equal(await swipeUnasked(station, VALID_TOKEN), "UsedToStart");
  await station.evse(1).plugIn();
  await station.settle();
  await station.evse(1).startCharging();
  await station.pass(1000);
  csms.hold("TransactionEvent");
  await backOnline(station);
  // Manual actions.
  assert.equal(await swipeUnasked(station, VALID_TOKEN), "UsedToStop");
  await station.pass(100);
  await station.evse(1).unplug();
  await station.settle();
  // Steps 1 and 2.
  const events = await emptiedQueue(station);
  const stop = events.findIndex(({ triggerReason }) => triggerReason === "StopAuthorized");
  assert(stop > 0);
  for (const { offline } of events.slice(0, stop)) assert.equal(offline, true);
  // Step 3: nothing is left.
  assert.equal(events.at(-1)?.eventType, "Ended");
});
