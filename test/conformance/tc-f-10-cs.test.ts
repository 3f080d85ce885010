import assert from "node:assert/strict";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_F_10_CS Remote unlock Connector - Without ongoing transaction - UnknownConnector", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1 and 2.
  const { status } = await station.csms.call("UnlockConnector", { evseId: 1, connectorId: 999 });
  assert.equal(status, "UnknownConnector");
  const unknownEvse = await station.csms.call("UnlockConnector", { evseId: 999, connectorId: 1 });
  assert.equal(unknownEvse.status, "UnknownConnector");
  assert.deepEqual(station.everest.record.callsOf("force_unlock"), []);
});
