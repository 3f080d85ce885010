import assert from "node:assert/strict";
import { join } from "node:path";
import { rebooted } from "../conformance/harness/availability.ts";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import { arrived, booted, energyTransferStarted } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import type { ComponentType, EventDataType } from "../../src/ocpp/messages.ts";

const RCD = { name: "RCD", evse: { id: 1 } };

function read(
  { csms }: StationUnderTest,
  component: ComponentType,
  variable: string,
): Promise<string | undefined> {
  return csms.call("GetVariables", { getVariableData: [{ component, variable: { name: variable } }] })
    .then(({ getVariableResult: [result] }) => result?.attributeValue ?? result?.attributeStatus);
}

/** `+code` is a raise, `-code` a clear. */
const brief = ({ techCode, cleared }: EventDataType) => `${cleared ? "-" : "+"}${techCode}`;

function told({ csms }: StationUnderTest): EventDataType[] {
  return csms.received("NotifyEvent").flatMap(({ eventData }) => eventData);
}

Deno.test("an error of a module is told on the component it is about, which the CSMS can then read", async () => {
  await using station = await startStation();
  const { csms, everest } = station;
  await booted(station);
  assert.equal(await read(station, RCD, "Tripped"), "UnknownComponent");
  const error = await station.evse(1).warn("ac_rcd/MREC2GroundFailure");
  const { payload: { eventData: [raised] } } = await csms.expect("NotifyEvent");
  assert.equal(brief(raised!), "+CX002");
  assert.deepEqual([raised?.component, raised?.variable, raised?.actualValue], [
    RCD,
    { name: "Tripped" },
    "true",
  ]);
  assert.equal(await read(station, RCD, "Tripped"), "true");
  assert.equal(await read(station, { name: "EVSE", evse: { id: 1 } }, "Problem"), "true");
  await everest.client.clearError(error);
  const { payload: { eventData: [cleared] } } = await csms.expect("NotifyEvent");
  assert.equal(brief(cleared!), "-CX002");
  assert.equal(cleared?.actualValue, "false");
  assert.ok(cleared!.eventId > raised!.eventId);
  assert.equal(await read(station, RCD, "Tripped"), "false");
  assert.equal(await read(station, { name: "EVSE", evse: { id: 1 } }, "Problem"), "false");
});

Deno.test("an EVSE that is inoperative is Faulted and its errors name the transaction they interrupt", async () => {
  await using station = await startStation();
  const { csms } = station;
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  await station.evse(1).fault();
  const { payload: status } = await csms.expect(
    "StatusNotification",
    ({ connectorStatus }) => connectorStatus === "Faulted",
  );
  assert.equal(status.evseId, 1);
  await station.settle();
  const transactionId = visit.events[0]?.transactionInfo.transactionId;
  assert.deepEqual(told(station).map((event) => [brief(event), event.component.name, event.transactionId]), [
    ["+CX004", "OverCurrentProtection", transactionId],
    ["+evse_manager/Inoperative", "EVSE", transactionId],
  ]);
});

Deno.test("Faulted outranks Unavailable, which outranks Occupied", async () => {
  await using station = await startStation();
  const { csms } = station;
  await booted(station);
  const statusOf = async () => {
    await station.pass(1000);
    return csms.received("StatusNotification").at(-1)?.connectorStatus;
  };
  const change = (operationalStatus: "Operative" | "Inoperative") =>
    csms.call("ChangeAvailability", { operationalStatus, evse: { id: 1 } });
  await station.evse(1).plugIn();
  assert.equal(await statusOf(), "Occupied");
  await station.evse(1).fault();
  assert.equal(await statusOf(), "Faulted");
  await change("Inoperative");
  assert.equal(await statusOf(), "Faulted");
  await station.evse(1).clearFault();
  assert.equal(await statusOf(), "Unavailable");
  await station.evse(1).fault();
  assert.equal(await statusOf(), "Faulted");
  await change("Operative");
  await station.evse(1).clearFault();
  assert.notEqual(await statusOf(), "Faulted");
});

Deno.test("errors from before the station is accepted are told once it is, in order", async () => {
  await using station = await startStation({ start: false });
  const { csms } = station;
  csms.hold("BootNotification");
  station.start();
  const boot = await csms.expect("BootNotification");
  await station.evse(1).warn("evse_board_support/EnclosureOpen");
  await station.evse(1).warn("evse_board_support/TiltDetected");
  await station.settle();
  assert.deepEqual(told(station), []);
  boot.reply({
    status: "Accepted",
    currentTime: new Date(station.clock.wallMs()).toISOString(),
    interval: 300,
  });
  await csms.expect("NotifyEvent");
  await csms.expect("NotifyEvent");
  assert.deepEqual(told(station).map(({ component }) => component.name), ["CaseAccessSensor", "TiltSensor"]);
});

Deno.test("a restart of our process alone: the connector stays Faulted, and the clear is told", async () => {
  await using station = await startStation();
  const { csms } = station;
  await booted(station);
  await station.evse(1).fault();
  await station.settle();
  csms.stopAccepting();
  csms.drop();
  await station.settle();
  await station.evse(1).warn("evse_board_support/EnclosureOpen");
  await station.settle();
  csms.resume();
  await processRestarted(station);
  await csms.expect("NotifyEvent", ({ eventData: [event] }) => event?.component.name === "CaseAccessSensor");
  assert.equal(csms.received("StatusNotification").at(-1)?.connectorStatus, "Faulted");
  assert.equal(await read(station, { name: "EVSE", evse: { id: 1 } }, "Problem"), "true");
  await station.evse(1).clearFault();
  await station.pass(1000);
  assert.equal(csms.received("StatusNotification").at(-1)?.connectorStatus, "Available");
  assert.deepEqual(told(station).map(brief), [
    "+CX004",
    "+evse_manager/Inoperative",
    "+evse_board_support/EnclosureOpen",
    "-CX004",
    "-evse_manager/Inoperative",
  ]);
  const numbers = told(station).map(({ eventId }) => eventId);
  assert.deepEqual(numbers, [...new Set(numbers)].toSorted((a, b) => a - b));
});

Deno.test("after a reboot of everything the errors of before are over, unless they are raised anew", async () => {
  await using station = await startStation();
  const { csms } = station;
  await booted(station);
  await station.evse(1).warn("evse_board_support/EnclosureOpen");
  await station.evse(1).warn("evse_board_support/TiltDetected");
  await station.settle();
  await rebooted(station);
  await csms.expect("BootNotification");
  await station.settle();
  await station.evse(1).warn("evse_board_support/TiltDetected");
  await station.settle();
  assert.deepEqual(told(station).map(brief), [
    "+evse_board_support/EnclosureOpen",
    "+evse_board_support/TiltDetected",
    "-evse_board_support/EnclosureOpen",
    "-evse_board_support/TiltDetected",
    "+evse_board_support/TiltDetected",
  ]);
  assert.equal(await read(station, { name: "TiltSensor", evse: { id: 1 } }, "Active"), "true");
  assert.equal(await read(station, { name: "CaseAccessSensor", evse: { id: 1 } }, "Active"), "false");
});

Deno.test("the station maker's own map counts, and one that is wrong keeps the module from starting", async () => {
  const directory = await Deno.makeTempDir();
  const path = join(directory, "map.json");
  const parameters = { CustomMrecErrorMapPath: path };
  await Deno.writeTextFile(path, JSON.stringify({ "ac_rcd/MREC2GroundFailure": "E-17" }));
  {
    await using station = await startStation({ everest: { parameters } });
    await booted(station);
    await station.evse(1).warn("ac_rcd/MREC2GroundFailure");
    const { payload } = await station.csms.expect("NotifyEvent");
    assert.equal(payload.eventData[0]?.techCode, "E-17");
    assert.equal(payload.eventData[0]?.component.name, "RCD");
  }
  await Deno.writeTextFile(path, JSON.stringify({ "ac_rcd/MREC2GroundFailure": { severity: "high" } }));
  {
    await using station = await startStation({ everest: { parameters } });
    assert.equal(await station.ended, 1);
    const [reason] = station.log.lines.filter(({ level }) => level === "error").map(({ fields }) =>
      fields["reason"]
    );
    assert.equal(
      reason,
      `CustomMrecErrorMapPath ${path}: ac_rcd/MREC2GroundFailure / severity must be a whole number from 0 to 9`,
    );
  }
  await Deno.remove(directory, { recursive: true });
});
