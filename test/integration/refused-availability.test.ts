import assert from "node:assert/strict";
import {
  assertNothingReported,
  assertReported,
  changeAvailability,
} from "../conformance/harness/availability.ts";
import { assertStatusUpdate, reserved } from "../conformance/harness/reservations.ts";
import { booted } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";

Deno.test("an EVSE that another module keeps in use is not told as Unavailable and then Available", async () => {
  await using station = await startStation();
  await booted(station);
  await station.settle();
  const before = station.csms.received("StatusNotification").length;
  station.evse(1).overruledBy = "Enable";
  assert.equal(await changeAvailability(station, "Inoperative", { id: 1 }), "Accepted");
  await assertNothingReported(station, before);
  // What was decided holds as soon as the other module lets go.
  assert.equal(await changeAvailability(station, "Operative", { id: 1 }), "Accepted");
  station.evse(1).overruledBy = undefined;
  assert.equal(await changeAvailability(station, "Inoperative", { id: 1 }), "Accepted");
  await assertReported(station, "Unavailable", [1]);
  const statuses = station.csms.received("StatusNotification").slice(before);
  assert.deepEqual(statuses.map(({ connectorStatus }) => connectorStatus), ["Unavailable"]);
});

Deno.test("a reservation that is Removed leaves no Reserved behind, however late the EVSE says that it is free", async () => {
  await using station = await startStation();
  const { csms, everest } = station;
  await booted(station);
  await reserved(station);
  const before = csms.received("StatusNotification").length;
  // The EVSE says it is out of use; that its reservation is over it does not say.
  await everest.client.publishVar("evse_manager_1", "evse", "session_event", {
    uuid: "",
    timestamp: new Date(station.clock.wallMs()).toISOString(),
    event: "Disabled",
    connector_id: 1,
  });
  await assertStatusUpdate(station, "Removed");
  await everest.client.publishVar("evse_manager_1", "evse", "session_event", {
    uuid: "",
    timestamp: new Date(station.clock.wallMs()).toISOString(),
    event: "Enabled",
    connector_id: 1,
  });
  await station.settle();
  const statuses = csms.received("StatusNotification").slice(before).map(({ connectorStatus }) =>
    connectorStatus
  );
  // A status that still waits to be sent gives way to a newer one: Unavailable may be left out.
  assert.deepEqual(statuses.filter((status) => status !== "Unavailable"), ["Available"]);
  assert.equal(statuses.at(-1), "Available");
});
