import assert from "node:assert/strict";
import type { Action, MessageTriggerEnumType, RequestOf } from "../../src/ocpp/messages.ts";
import { getLog } from "../conformance/harness/log-uploads.ts";
import { updateFirmware } from "../conformance/harness/firmware-updates.ts";
import { booted } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

/**
 * While the CSMS thinks about a Heartbeat that it triggered, it triggers a status, and then that status changes. The
 * requested message and that of the change wait in two lanes, and the lane of the change is served first.
 */
async function changesWhileTriggered(
  station: StationUnderTest,
  requestedMessage: MessageTriggerEnumType,
  change: () => Promise<unknown>,
): Promise<void> {
  const { csms, clock } = station;
  csms.hold("Heartbeat");
  await csms.call("TriggerMessage", { requestedMessage: "Heartbeat" });
  const heartbeat = await csms.expect("Heartbeat");
  const evse = requestedMessage === "StatusNotification" ? { evse: { id: 1, connectorId: 1 } } : {};
  const { status } = await csms.call("TriggerMessage", { requestedMessage, ...evse });
  assert.equal(status, "Accepted");
  await station.settle();
  await change();
  await station.settle();
  heartbeat.reply({ currentTime: new Date(clock.wallMs()).toISOString() });
  await station.settle();
}

/** What the CSMS was told since the start of the test. */
function told<A extends Action>({ csms }: StationUnderTest, action: A, before: number): RequestOf<A>[] {
  return csms.received(action).slice(before);
}

Deno.test("a triggered StatusNotification says what is the case when it is sent", async () => {
  await using station = await startStation();
  await booted(station);
  const before = station.csms.received("StatusNotification").length;
  await changesWhileTriggered(station, "StatusNotification", () => station.evse(1).plugIn());
  const statuses = told(station, "StatusNotification", before);
  assert.deepEqual(statuses.map(({ connectorStatus }) => connectorStatus), ["Occupied", "Occupied"]);
});

Deno.test("statuses repeated after ChangeAvailability are not those from before a change", async () => {
  await using station = await startStation();
  const { csms, clock } = station;
  await booted(station);
  csms.hold("Heartbeat");
  await csms.call("TriggerMessage", { requestedMessage: "Heartbeat" });
  const heartbeat = await csms.expect("Heartbeat");
  // Nothing changes, so the station repeats its statuses.
  await csms.call("ChangeAvailability", { operationalStatus: "Operative" });
  await station.settle();
  await station.evse(1).plugIn();
  await station.settle();
  heartbeat.reply({ currentTime: new Date(clock.wallMs()).toISOString() });
  await station.settle();
  assert.equal(csms.received("StatusNotification").at(-1)?.connectorStatus, "Occupied");
});

Deno.test("a triggered LogStatusNotification is not Idle when the upload has begun", async () => {
  await using station = await startStation();
  await booted(station);
  await changesWhileTriggered(station, "LogStatusNotification", () => getLog(station, { requestId: 7 }));
  const statuses = told(station, "LogStatusNotification", 0);
  assert.deepEqual(statuses, [
    { status: "Uploading", requestId: 7 },
    { status: "Uploading", requestId: 7 },
  ]);
});

Deno.test("a triggered FirmwareStatusNotification is not Idle when the download has begun", async () => {
  await using station = await startStation();
  await booted(station);
  station.everest.system.updates.unsigned = "taken";
  await changesWhileTriggered(
    station,
    "FirmwareStatusNotification",
    () => updateFirmware(station, 7),
  );
  const statuses = told(station, "FirmwareStatusNotification", 0);
  assert.deepEqual(statuses.at(-1), { status: "Downloading", requestId: 7 });
  assert.equal(statuses.some(({ status }) => status === "Idle"), false);
});
