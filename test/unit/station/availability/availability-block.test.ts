import assert from "node:assert/strict";
import { connectorId, evseId } from "../../../../src/kernel/ids.ts";
import {
  createAvailabilityBlock,
  FAULT_CLEAR_HOLD_MS,
} from "../../../../src/station/availability/availability-block.ts";
import type { ErrorEvent } from "../../../../src/station/availability/error-event.ts";
import type { EvseEvent } from "../../../../src/station/evse-event.ts";
import { createEventReporter } from "../../../../src/station/events/event-reporter.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { FakeCsms, settled } from "../fake-csms.ts";
import { FakeDeviceModel } from "../fake-device-model.ts";
import { MemoryErrors } from "./memory-errors.ts";

const NOW = Date.parse("2026-01-15T10:00:00.000Z");
type Kind = EvseEvent["kind"];

function station(variables: Readonly<Record<string, string>> = {}, errors = new MemoryErrors()) {
  const csms = new FakeCsms();
  const clock = new FakeClock(NOW);
  const deviceModel = new FakeDeviceModel(variables);
  const block = createAvailabilityBlock({
    csms,
    clock,
    deviceModel,
    log: new RecordingLogger(),
    errors,
    events: createEventReporter({
      ...{ csms, clock, log: new RecordingLogger(), store: errors.events },
      queuingSeverity: () => 9,
      maxMessageBytes: () => 32_000,
    }),
    transactionOn: () => undefined,
    layout: [
      { id: evseId(1), connectors: [{ id: connectorId(1) }] },
      { id: evseId(2), connectors: [{ id: connectorId(1) }, { id: connectorId(2) }] },
    ],
  });
  const base = { sessionId: "s", timestampMs: NOW };
  return {
    ...{ block, csms, clock, deviceModel },
    event: (kind: Kind, evse: number, connector = 1, extra: object = {}) =>
      block.onEvseEvent(
        { ...base, kind, evseId: evseId(evse), connectorId: connectorId(connector), ...extra } as EvseEvent,
      ),
    error: (state: ErrorEvent["state"], extra: Partial<ErrorEvent> = {}) =>
      block.onErrorEvent(
        {
          ...{ identity: "e", state, subject: { variable: "Problem" }, trigger: "Alerting", severity: 3 },
          ...{ techCode: "CX004", timestampMs: NOW, effect: "none", ...extra },
        },
      ),
    statuses: () =>
      csms.requests("StatusNotification").map((r) => `${r.evseId}.${r.connectorId} ${r.connectorStatus}`),
    states: () => Object.fromEntries([...deviceModel.values].filter(([name]) => name.endsWith("State"))),
  };
}

const PLUG = { reason: "EVConnected" };
const INOPERATIVE: Partial<ErrorEvent> = {
  effect: "inoperative",
  evseId: evseId(1),
  identity: "inoperative",
};

Deno.test("a change is sent at once with the time it happened (TC_G_01, TC_G_02)", () => {
  const s = station();
  s.event("SessionStarted", 1, 1, { ...PLUG, timestampMs: NOW - 1500 });
  s.event("SessionFinished", 1);
  assert.deepEqual(s.csms.requests("StatusNotification"), [
    { timestamp: "2026-01-15T09:59:58.500Z", connectorStatus: "Occupied", evseId: 1, connectorId: 1 },
    { timestamp: "2026-01-15T10:00:00.000Z", connectorStatus: "Available", evseId: 1, connectorId: 1 },
  ]);
});

Deno.test("an event that changes nothing sends nothing", () => {
  const s = station();
  s.event("Enabled", 1, 1, { allConnectors: true });
  s.event("Deauthorized", 1);
  assert.deepEqual(s.csms.sent, []);
});

Deno.test("the other connectors of the EVSE are not reported (G01.FR.08)", () => {
  const s = station();
  s.event("SessionStarted", 2, 2, PLUG);
  assert.deepEqual(s.statuses(), ["2.2 Occupied"]);
});

Deno.test("disabling an EVSE without naming a connector takes all its connectors", () => {
  const s = station();
  s.event("Disabled", 2, 1, { allConnectors: true });
  s.event("Enabled", 2, 2, { allConnectors: false });
  assert.deepEqual(s.statuses(), ["2.1 Unavailable", "2.2 Unavailable", "2.2 Available"]);
});

Deno.test("a connector that the station takes out of use is Unavailable, unless its EVSE stays enabled", () => {
  const s = station();
  const [evse, connector] = [evseId(2), connectorId(2)];
  s.block.setOperational(evse, connector, "Inoperative");
  s.block.evseAnswered(evse, connector, "enabled");
  s.block.evseAnswered(evse, connector, "disabled");
  s.block.setOperational(evse, connector, "Operative");
  s.block.evseAnswered(evse, connector, "enabled");
  assert.deepEqual(s.statuses(), ["2.2 Unavailable", "2.2 Available", "2.2 Unavailable", "2.2 Available"]);
});

Deno.test("while its EVSE is asked to go out of use a connector does not become Available, all else is told", () => {
  const s = station();
  const [evse, connector] = [evseId(1), connectorId(1)];
  s.event("ReservationStart", 1);
  s.block.disablingRequested(evse, connector);
  s.event("ReservationEnd", 1);
  s.event("SessionStarted", 1, 1, PLUG);
  s.event("SessionFinished", 1);
  assert.deepEqual(s.statuses(), ["1.1 Reserved", "1.1 Occupied"]);
  // Refused: what has been held back is true.
  s.block.evseAnswered(evse, connector, "enabled");
  assert.deepEqual(s.statuses().slice(2), ["1.1 Available"]);
});

Deno.test("AvailabilityState of connector, EVSE and station follow, also while offline", () => {
  const s = station();
  s.csms.online = false;
  s.event("SessionStarted", 2, 2, PLUG);
  s.event("Disabled", 1, 1, { allConnectors: true });
  assert.deepEqual(s.states(), {
    "Connector[1.1].AvailabilityState": "Unavailable",
    "EVSE[1].AvailabilityState": "Unavailable",
    "Connector[2.1].AvailabilityState": "Available",
    "Connector[2.2].AvailabilityState": "Occupied",
    "EVSE[2].AvailabilityState": "Occupied",
    "ChargingStation.AvailabilityState": "Occupied",
  });
});

Deno.test("every connector is reported after acceptance (B01.FR.05)", () => {
  const s = station();
  s.block.reportConnectors("all");
  assert.deepEqual(s.statuses(), ["1.1 Available", "2.1 Available", "2.2 Available"]);
});

Deno.test("after a short time offline only connectors with a change are reported (B04.FR.02, TC_B_52)", async () => {
  const s = station();
  s.csms.always("StatusNotification", {});
  s.block.reportConnectors("all");
  await settled();
  s.csms.online = false;
  s.event("SessionStarted", 1, 1, PLUG);
  s.event("SessionStarted", 2, 1, PLUG);
  s.event("SessionFinished", 2, 1);
  await settled();
  s.csms.sent.length = 0;
  s.csms.online = true;
  s.block.reportConnectors("changed");
  assert.deepEqual(s.statuses(), ["1.1 Occupied", "2.1 Available"]);
});

Deno.test("a status that was lost with the connection is reported after it is back", async () => {
  const s = station();
  s.event("SessionStarted", 1, 1, PLUG);
  s.csms.online = false;
  await s.csms.settle("StatusNotification", { kind: "timeout" });
  s.csms.online = true;
  s.csms.always("StatusNotification", {});
  s.block.reportConnectors("changed");
  await settled();
  assert.equal(s.statuses().at(1), "1.1 Occupied");
  s.csms.sent.length = 0;
  s.block.reportConnectors("changed");
  assert.deepEqual(s.statuses(), []);
});

Deno.test("a report that nobody answered is repeated while the connection stays, and only then", async () => {
  const s = station();
  s.block.reportConnectors("all");
  for (let i = 0; i < 3; i++) await s.csms.answer("StatusNotification", {});
  assert.deepEqual(s.clock.pending(), []);
  s.block.reportConnectors("all");
  await s.csms.answer("StatusNotification", {});
  for (let i = 0; i < 2; i++) await s.csms.settle("StatusNotification", { kind: "timeout" });
  s.csms.sent.length = 0;
  s.clock.advance(60_000);
  assert.deepEqual(s.statuses(), ["2.1 Available", "2.2 Available"]);
  s.csms.online = false;
  for (let i = 0; i < 2; i++) await s.csms.settle("StatusNotification", { kind: "timeout" });
  assert.deepEqual(s.clock.pending(), []);
});

Deno.test("Inoperative makes the connector Faulted; cleared, it shows what is underneath", () => {
  const s = station();
  s.csms.always("NotifyEvent", {});
  s.event("SessionStarted", 1, 1, PLUG);
  s.error("raised", INOPERATIVE);
  s.error("cleared", INOPERATIVE);
  assert.deepEqual(s.statuses(), ["1.1 Occupied", "1.1 Faulted"]);
  s.clock.advance(FAULT_CLEAR_HOLD_MS);
  assert.deepEqual(s.statuses(), ["1.1 Occupied", "1.1 Faulted", "1.1 Occupied"]);
});

Deno.test("an error that names no connector is of all connectors of its EVSE, whose state follows", () => {
  const s = station();
  const ofEvse = { ...INOPERATIVE, evseId: evseId(2) };
  s.error("raised", ofEvse);
  assert.deepEqual(s.statuses(), ["2.1 Faulted", "2.2 Faulted"]);
  assert.equal(s.deviceModel.values.get("EVSE[2].AvailabilityState"), "Faulted");
  s.error("cleared", ofEvse);
  s.clock.advance(FAULT_CLEAR_HOLD_MS);
  s.error("raised", { ...ofEvse, connectorId: connectorId(2) });
  assert.deepEqual(s.statuses().slice(2), ["2.1 Available", "2.2 Available", "2.2 Faulted"]);
  assert.equal(s.deviceModel.values.get("EVSE[2].AvailabilityState"), "Available");
});

Deno.test("a clear happens when it arrives, whatever time of the raise it repeats", async () => {
  const s = station();
  s.csms.always("NotifyEvent", {});
  s.error("raised", INOPERATIVE);
  s.clock.advance(7_000);
  s.error("cleared", INOPERATIVE);
  s.clock.advance(FAULT_CLEAR_HOLD_MS);
  await settled();
  await settled();
  assert.equal(s.csms.requests("StatusNotification").at(-1)?.timestamp, "2026-01-15T10:00:07.000Z");
  assert.equal(s.csms.requests("NotifyEvent").at(-1)?.eventData[0]?.timestamp, "2026-01-15T10:00:07.000Z");
});

Deno.test("Inoperative that is raised anew at once does not let the status flap", () => {
  const s = station();
  s.error("raised", INOPERATIVE);
  s.error("cleared", INOPERATIVE);
  s.clock.advance(FAULT_CLEAR_HOLD_MS - 1);
  s.error("raised", INOPERATIVE);
  s.clock.advance(10_000);
  assert.deepEqual(s.statuses(), ["1.1 Faulted"]);
});

Deno.test("any other error leaves the connector as it is", () => {
  const s = station();
  s.error("raised", { evseId: evseId(1) });
  assert.deepEqual(s.statuses(), []);
});

Deno.test("when only the process is new, a connector that was Faulted is still", () => {
  const errors = new MemoryErrors();
  const before = station({}, errors);
  before.error("raised", INOPERATIVE);
  const s = station({}, errors);
  s.block.started("processOnly");
  s.error("raised", INOPERATIVE);
  assert.deepEqual(s.statuses(), ["1.1 Faulted"]);
  s.error("cleared", INOPERATIVE);
  s.clock.advance(FAULT_CLEAR_HOLD_MS);
  assert.deepEqual(s.statuses(), ["1.1 Faulted", "1.1 Available"]);
});

Deno.test("an EVSE that charges is not Faulted, although nobody said that the error of before is over", async () => {
  const errors = new MemoryErrors();
  station({}, errors).error("raised", INOPERATIVE);
  const s = station({}, errors);
  s.block.started("processOnly");
  s.event("ChargingStarted", 2);
  s.clock.advance(FAULT_CLEAR_HOLD_MS);
  assert.deepEqual(s.statuses(), ["1.1 Faulted", "2.1 Occupied"]);
  s.event("ChargingStarted", 1);
  s.clock.advance(FAULT_CLEAR_HOLD_MS);
  assert.deepEqual(s.statuses(), ["1.1 Faulted", "2.1 Occupied", "1.1 Occupied"]);
  await settled();
  assert.deepEqual(errors.load(), []);
});

Deno.test("a fault of this process is not disproved by a charging EVSE: the clear will come", () => {
  const s = station();
  s.error("raised", INOPERATIVE);
  s.event("ChargingStarted", 1);
  s.clock.advance(FAULT_CLEAR_HOLD_MS);
  assert.deepEqual(s.statuses(), ["1.1 Faulted"]);
});

Deno.test("when the whole station is new, nothing is Faulted until it is raised anew", () => {
  const errors = new MemoryErrors();
  station({}, errors).error("raised", INOPERATIVE);
  const s = station({}, errors);
  s.block.started("station");
  assert.deepEqual(s.statuses(), []);
  s.error("raised", INOPERATIVE);
  assert.deepEqual(s.statuses(), ["1.1 Faulted"]);
});

Deno.test("TriggerMessage StatusNotification tells one connector as it is now (TC_F_23, TC_F_24)", () => {
  const s = station();
  s.event("SessionStarted", 1, 1, PLUG);
  s.clock.advance(5_000);
  const verdict = s.block.triggers.StatusNotification?.({ id: 1, connectorId: 1 });
  assert.ok(verdict?.status === "Accepted");
  verdict.send();
  assert.deepEqual(s.csms.sent.at(-1), {
    action: "StatusNotification",
    lane: "control",
    request: {
      timestamp: "2026-01-15T10:00:05.000Z",
      connectorStatus: "Occupied",
      evseId: 1,
      connectorId: 1,
    },
  });
});

Deno.test("TriggerMessage StatusNotification needs a connector that exists (F06.FR.12)", () => {
  const reasons = [undefined, { id: 1 }, { id: 3, connectorId: 1 }, { id: 1, connectorId: 2 }].map((evse) => {
    const verdict = station().block.triggers.StatusNotification?.(evse);
    return verdict?.status === "Rejected" ? verdict.statusInfo.reasonCode : verdict;
  });
  assert.deepEqual(reasons, ["MissingParam", "MissingParam", "UnknownEvse", "UnknownConnectorId"]);
});

Deno.test("a remote start may use an EVSE with a connector that works", () => {
  const s = station();
  s.event("SessionStarted", 1, 1, PLUG);
  s.event("Disabled", 2, 1, { allConnectors: false });
  const free = () => [1, 2, 3].map((evse) => s.block.isAvailableForRemoteStart(evseId(evse)));
  assert.deepEqual(free(), [true, true, false]);
  s.event("Disabled", 2, 2, { allConnectors: false });
  s.error("raised", INOPERATIVE);
  assert.deepEqual(free(), [false, false, false]);
  assert.equal(s.block.statusOf(evseId(1), connectorId(1)), "Faulted");
  assert.equal(s.block.statusOf(evseId(1), connectorId(9)), undefined);
});

Deno.test("an EVSE is reserved with all its connectors, until the reservation ends or is redeemed at one (H01.FR.23, H01.FR.24, H03.FR.10, H04.FR.03)", () => {
  const { event, statuses } = station();
  event("ReservationStart", 2);
  event("ReservationEnd", 2);
  event("ReservationStart", 2);
  event("SessionStarted", 2, 2, { reason: "Authorized" });
  event("ReservationStart", 2);
  event("SessionStarted", 2, 2, PLUG);
  event("TransactionStarted", 2, 2);
  assert.deepEqual(statuses(), [
    ...["2.1 Reserved", "2.2 Reserved"],
    ...["2.1 Available", "2.2 Available"],
    ...["2.1 Reserved", "2.2 Reserved"],
    ...["2.1 Available", "2.2 Available"],
    ...["2.1 Reserved", "2.2 Reserved"],
    // G01.FR.09: the cable alone changed nothing; G01.FR.08: nobody else can plug in next door, but that is not told.
    ...["2.1 Available", "2.2 Occupied"],
  ]);
});

Deno.test("a reservation from before the start is shown; a cable found there has redeemed nothing (G01.FR.09)", () => {
  const { block, statuses } = station();
  block.foundPlugged(evseId(1), connectorId(1));
  block.setReservation(evseId(1), "reserved");
  block.setReservation(evseId(2), "reserved");
  block.setReservation(evseId(2), "free");
  block.setReservation(evseId(1), "free");
  assert.deepEqual(statuses(), [
    ...["1.1 Occupied", "1.1 Reserved"],
    ...["2.1 Reserved", "2.2 Reserved", "2.1 Available", "2.2 Available"],
    "1.1 Occupied",
  ]);
});
