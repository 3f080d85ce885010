import assert from "node:assert/strict";
import { UNLOCK_GRACE_TIMER } from "../../src/station/remote-control/unlock-connector.ts";
import { arrived, evConnectedPreSession } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_F_06_CS Remote unlock Connector - Without ongoing transaction - Accepted", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await evConnectedPreSession(visit);
  const unlock = async () => {
    const answer = station.csms.call("UnlockConnector", { evseId: 1, connectorId: 1 });
    await station.clock.timerSet(UNLOCK_GRACE_TIMER);
    // In an object, so that the answer is not awaited here.
    return { answer };
  };
  // Steps 1 and 2.
  const unlocked = await unlock();
  await station.pass(2000);
  assert.equal((await unlocked.answer).status, "Unlocked");
  assert.equal(station.everest.record.callsOf("force_unlock").length, 1);
  // F05.FR.05: the lock turns out to be stuck.
  const failed = await unlock();
  await station.evse(1).warn("connector_lock/ConnectorLockFailedUnlock");
  assert.equal((await failed.answer).status, "UnlockFailed");
});
