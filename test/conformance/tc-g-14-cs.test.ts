import assert from "node:assert/strict";
import { assertReported, changeAvailability, operativeCommands } from "./harness/availability.ts";
import {
  arrived,
  energyTransferStarted,
  nothingMore,
  openTransaction,
  stopAuthorized,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_G_14_CS Change Availability Charging Station - With ongoing transaction", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  const before = operativeCommands(station).length;
  // Steps 1 and 2.
  assert.equal(await changeAvailability(station, "Inoperative"), "Scheduled");
  // Steps 3 and 4: what has no transaction does not wait.
  await assertReported(station, "Unavailable", [2]);
  // The transaction goes on.
  await station.pass(5000);
  assert.equal(openTransaction(visit)?.transactionInfo.chargingState, "Charging");
  assert.deepEqual(operativeCommands(station, before), ["evse_manager_2 Disable"]);
  // The transaction ends with the authorization.
  await stopAuthorized(visit);
  await assertReported(station, "Unavailable", [1]);
  assert.deepEqual(operativeCommands(station, before).at(-1), "evse_manager_1 Disable");
  await nothingMore(visit);
  // The cable is pulled; nothing about the connector changes.
  await station.evse(1).unplug();
  await station.settle();
  assert.equal(station.csms.received("StatusNotification").at(-1)?.connectorStatus, "Unavailable");
});
