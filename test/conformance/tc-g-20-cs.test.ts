import assert from "node:assert/strict";
import { join } from "node:path";
import { arrived, authorized, evConnectedPreSession } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const LOCK = { name: "ConnectorPlugRetentionLock", evse: { id: 1, connectorId: 1 } };

/** The prerequisite: the device model has the lock. Stations without it get it with its first error. */
const LOCK_FILE = {
  name: LOCK.name,
  evse_id: 1,
  connector_id: 1,
  type: "object",
  properties: {
    Problem: {
      variable_name: "Problem",
      characteristics: { dataType: "boolean", supportsMonitoring: true },
      attributes: [{ type: "Actual", mutability: "ReadOnly", value: false }],
    },
  },
};

Deno.test("TC_G_20_CS Connector status Notification - Lock Failure", async () => {
  await using station = await startStation({ start: false });
  const { csms, everest } = station;
  const file = join(station.directory, "component_config/custom/ConnectorPlugRetentionLock_1_1.json");
  await Deno.writeTextFile(file, JSON.stringify(LOCK_FILE));
  station.start();
  const visit = await arrived(station);
  await evConnectedPreSession(visit);
  // Step 1: the driver is authorized, but the plug does not go in far enough to be locked.
  await authorized(visit);
  await everest.client.raiseError({
    type: "connector_lock/ConnectorLockFailedLock",
    moduleId: "lock",
    implementationId: "connector_lock",
    message: "feedback is open",
    mapping: { evse: 1 },
  });
  await station.evse(1).fault("connector_lock/MREC1ConnectorLockFailure");
  // Step 2.
  const { payload } = await csms.expect("NotifyEvent");
  const [event] = payload.eventData;
  assert.equal(event?.trigger, "Delta");
  assert.deepEqual(event.component, LOCK);
  assert.equal(event.variable.name, "Problem");
  assert.equal(event.actualValue, "true");
  // G05.FR.01: the station did not start to charge.
  await station.evse(1).startCharging().catch(() => {});
  await station.pass(60_000);
  const charging = csms.received("TransactionEvent")
    .filter(({ transactionInfo }) => transactionInfo.chargingState === "Charging");
  assert.deepEqual(charging, []);
});
