import assert from "node:assert/strict";
import { changeAvailability } from "../conformance/harness/availability.ts";
import { arrived, energyTransferStarted, stopAuthorized } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";

Deno.test("G01.FR.05: a connector that waits to become Unavailable is never Available after the EV has left", async () => {
  await using station = await startStation({ everest: { evses: 1 } });
  const visit = await arrived(station, { stop: "EVConnected" });
  await energyTransferStarted(visit);
  assert.equal(await changeAvailability(station, "Inoperative", { id: 1 }), "Scheduled");
  const before = station.csms.received("StatusNotification").length;
  await stopAuthorized(visit);
  assert.equal(station.csms.received("StatusNotification").length, before);
  await station.evse(1).unplug();
  await station.settle();
  await station.pass(1000);
  assert.deepEqual(
    station.csms.received("StatusNotification").slice(before).map(({ connectorStatus }) => connectorStatus),
    ["Unavailable"],
  );
});
