import assert from "node:assert/strict";
import type { EVSEType, OperationalStatusEnumType, RequestOf } from "../../../src/ocpp/messages.ts";
import type { StationUnderTest } from "./station-under-test.ts";

/** ChangeAvailability; resolves with the status of the answer. `evse` absent: the whole station. */
export async function changeAvailability(
  { csms }: StationUnderTest,
  operationalStatus: OperationalStatusEnumType,
  evse?: EVSEType,
): Promise<string> {
  const { status } = await csms.call("ChangeAvailability", { operationalStatus, ...(evse && { evse }) });
  return status;
}

/** The next StatusNotification of every one of these EVSEs says this of connector 1. */
export async function assertReported(
  { csms }: StationUnderTest,
  connectorStatus: RequestOf<"StatusNotification">["connectorStatus"],
  evseIds: readonly number[],
): Promise<void> {
  for (const id of evseIds) {
    const { payload } = await csms.expect("StatusNotification", ({ evseId }) => evseId === id);
    assert.equal(payload.connectorId, 1);
    assert.equal(payload.connectorStatus, connectorStatus, `EVSE ${id}`);
  }
}

/** Reusable state Unavailable, of the whole station or of what `evse` names; asserts what the tool is told. */
export async function unavailable(station: StationUnderTest, evse?: EVSEType): Promise<void> {
  // An EVSE that has just come up is told everything again.
  await station.settle();
  // Steps 1 and 2.
  assert.equal(await changeAvailability(station, "Inoperative", evse), "Accepted");
  // Steps 3 and 4.
  const evseIds = evse ? [evse.id] : station.everest.evses.map(({ id }) => id);
  await assertReported(station, "Unavailable", evseIds);
  await station.settle();
}

/** No StatusNotification but those already awaited. */
export async function assertNothingReported(station: StationUnderTest, before: number): Promise<void> {
  await station.settle();
  assert.equal(station.csms.received("StatusNotification").length, before);
}

/** Commands that enable or disable EVSEs, as `evse state`, since the `from`th. */
export function operativeCommands({ everest }: StationUnderTest, from = 0): readonly string[] {
  return everest.record.callsOf("enable_disable").slice(from).map(({ moduleId, args }) => {
    const source = args["cmd_source"] as Readonly<Record<string, unknown>>;
    // EVerest weighs sources by priority, and this is that of its own OCPP modules.
    assert.equal(source["enable_source"], "CSMS");
    assert.equal(source["enable_priority"], 5000);
    assert.equal(args["connector_id"], 1);
    return `${moduleId} ${source["enable_state"]}`;
  });
}

/** All modules and the controller start anew. */
export async function rebooted(station: StationUnderTest): Promise<void> {
  await station.stop();
  await station.everest.powerCut();
  station.start();
}
