import assert from "node:assert/strict";
import { UNLOCK_GRACE_TIMER } from "../../src/station/remote-control/unlock-connector.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_F_07_CS Remote unlock Connector - Without ongoing transaction - No cable connected", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1 and 2.
  const answer = station.csms.call("UnlockConnector", { evseId: 1, connectorId: 1 });
  await station.clock.timerSet(UNLOCK_GRACE_TIMER);
  await station.pass(2000);
  assert.equal((await answer).status, "Unlocked");
  // F05.FR.06: the attempt was made.
  assert.deepEqual(station.everest.record.callsOf("force_unlock").map(({ args }) => args), [{
    connector_id: 1,
  }]);
});
