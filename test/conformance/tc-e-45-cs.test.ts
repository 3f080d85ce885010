import assert from "node:assert/strict";
import { valueOf } from "./harness/network-profiles.ts";
import {
  arrived,
  backOnline,
  energyTransferStarted,
  goneOffline,
  nothingMore,
  QUEUEING_VARIABLES,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_E_45_CS Offline Behaviour - Stop transaction during offline period - Same GroupId: not applicable without authorization cache and local list", async () => {
  await using station = await startStation();
  const { csms } = station;
  csms.on("Authorize", () => ({
    idTokenInfo: { status: "Accepted", groupIdToken: { idToken: "GROUP", type: "Central" } },
  }));
  const visit = await arrived(station, { variables: QUEUEING_VARIABLES });
  assert.equal(await valueOf(csms, "AuthCacheCtrlr", "Available"), "false");
  assert.equal(await valueOf(csms, "LocalAuthListCtrlr", "Available"), "false");
  await energyTransferStarted(visit);
  await goneOffline(station);
  // Who else is of the group is not known here.
  assert.equal(await station.everest.auth.swipe("RFID0002"), "Rejected");
  await backOnline(station);
  await nothingMore(visit);
  assert.equal(visit.events.at(-1)?.transactionInfo.chargingState, "Charging");
});
