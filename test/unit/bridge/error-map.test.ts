import assert from "node:assert/strict";
import type { BusError, Mapping } from "../../../src/everest/module.ts";
import { type ErrorMap, readErrorMap } from "../../../src/bridge/error-map-format.ts";
import { techCodeOf, toErrorEvent } from "../../../src/bridge/error-map.ts";
import { connectionTo } from "../../fakes/everest-module.ts";

const places = {
  evseManagers: [connectionTo("evse_manager", "evse_1"), connectionTo("evse_manager", "evse_2", 1)],
};
const arrival = { nowMs: 5, complain: assert.fail };

function error(change: Partial<BusError>, moduleId = "board", mapping?: Mapping): BusError {
  return {
    type: "evse_board_support/DiodeFault",
    subType: "",
    description: "The diode is broken",
    message: "no -12 V",
    severity: "High",
    state: "Active",
    vendorId: "EVerest",
    uuid: "u",
    timestamp: "2026-11-22T06:55:49.123Z",
    origin: { moduleId, implementationId: "main", ...(mapping ? { mapping } : {}) },
    ...change,
  };
}

const convert = (given: BusError, map: ErrorMap = new Map()) => toErrorEvent(given, map, places, arrival);

function mapOf(contents: unknown): ErrorMap {
  const reading = readErrorMap(contents);
  assert.ok(reading.kind === "map");
  return reading.map;
}

Deno.test("an error of a connector in station words", () => {
  assert.deepEqual(convert(error({}, "board", { evse: 2, connector: 1 })), {
    identity: "evse_board_support/DiodeFault  board main",
    state: "raised",
    evseId: 2,
    connectorId: 1,
    subject: { variable: "Problem" },
    trigger: "Alerting",
    severity: 3,
    techCode: "evse_board_support/DiodeFault",
    techInfo: "The diode is broken: no -12 V",
    timestampMs: Date.parse("2026-11-22T06:55:49.123Z"),
    effect: "none",
  });
});

Deno.test("raise and clear share their identity, sub-types have their own", () => {
  const raised = convert(error({ subType: "a" }));
  const cleared = convert(error({ subType: "a", state: "ClearedByModule", message: "fine again" }));
  assert.equal(cleared.state, "cleared");
  assert.equal(cleared.identity, raised.identity);
  assert.notEqual(convert(error({ subType: "b" })).identity, raised.identity);
  assert.equal(raised.techInfo, "The diode is broken: no -12 V (a)");
  assert.equal(convert(error({ state: "ClearedByReboot" })).state, "cleared");
});

Deno.test("without mapping, or mapped to EVSE 0, an error is the station's", () => {
  for (const mapping of [undefined, { evse: 0 }, { evse: 0, connector: 1 }]) {
    const event = convert(error({}, "board", mapping));
    assert.equal("evseId" in event || "connectorId" in event, false);
  }
});

Deno.test("mapped to an EVSE only, an error is the EVSE's", () => {
  const event = convert(error({}, "board", { evse: 1 }));
  assert.equal(event.evseId, 1);
  assert.equal("connectorId" in event, false);
});

Deno.test("an inoperative EVSE is the one it is connected as, mapped or not", () => {
  const inoperative = (mapping?: Mapping) =>
    convert(error({ type: "evse_manager/Inoperative" }, "evse_2", mapping));
  assert.deepEqual([inoperative().evseId, inoperative().effect], [2, "inoperative"]);
  assert.equal(inoperative({ evse: 1 }).evseId, 2);
  assert.equal(inoperative({ evse: 2, connector: 3 }).connectorId, 3);
});

Deno.test("lock failures are told apart", () => {
  assert.equal(convert(error({ type: "connector_lock/MREC1ConnectorLockFailure" })).effect, "lockFailure");
  assert.equal(convert(error({ type: "connector_lock/ConnectorLockFailedLock" })).effect, "lockFailure");
  assert.equal(convert(error({ type: "connector_lock/ConnectorLockUnexpectedOpen" })).effect, "none");
});

Deno.test("an unknown error is Problem where it happened, as severe as EVerest says", () => {
  const severities = (["High", "Medium", "Low"] as const)
    .map((severity) => convert(error({ type: "my_meter/Melted", severity })));
  assert.deepEqual(severities.map(({ severity }) => severity), [3, 4, 6]);
  for (const { subject, trigger } of severities) {
    assert.deepEqual([subject, trigger], [{ variable: "Problem" }, "Alerting"]);
  }
});

Deno.test("the map says what an error is about, its sub-type before its type", () => {
  const map = mapOf({
    "evse_board_support/DiodeFault": {
      component: "TemperatureSensor",
      instance: "board",
      at: "evse",
      variable: "Active",
      trigger: "Delta",
      severity: 5,
      techCode: "D",
      subTypes: { L1: { severity: 1 }, L2: "D2", L3: { component: "RCD" } },
    },
  });
  const about = (subType: string) => {
    const { subject, trigger, severity, techCode } = convert(error({ subType }), map);
    return { subject, trigger, severity, techCode };
  };
  const subject = { variable: "Active", component: "TemperatureSensor", instance: "board", at: "evse" };
  const common = { subject, trigger: "Delta", severity: 5, techCode: "D" };
  assert.deepEqual(about(""), common);
  assert.deepEqual(about("unheard of"), common);
  assert.deepEqual(about("L1"), { ...common, severity: 1 });
  assert.deepEqual(about("L2"), { ...common, techCode: "D2" });
  // Another component has other variables, and is somewhere else.
  assert.deepEqual(about("L3"), { ...common, subject: { variable: "Problem", component: "RCD" } });
});

Deno.test("MREC errors have their code, others their name, and the map wins", () => {
  const cases: [string, string][] = [
    ["connector_lock/MREC1ConnectorLockFailure", "CX001"],
    ["evse_board_support/MREC14PilotFault", "CX014"],
    ["evse_manager/MREC9AuthorizationTimeout", "CX009"],
    ["over_voltage_monitor/MREC5OverVoltage", "CX005"],
    ["own/MREC27NewCode", "CX027"],
    ["own/MREC007Leading", "CX007"],
    ["own/NotMREC7", "own/NotMREC7"],
    ["own/MREC1234Far", "own/MREC1234Far"],
    ["generic/CommunicationFault", "generic/CommunicationFault"],
  ];
  for (const [type, code] of cases) assert.equal(techCodeOf({ type, subType: "" }, new Map()), code);
  const custom = mapOf({ "generic/CommunicationFault": "COM", "evse_board_support/MREC14PilotFault": "P" });
  const codeOf = (type: string) => techCodeOf({ type, subType: "" }, custom);
  assert.equal(codeOf("generic/CommunicationFault"), "COM");
  assert.equal(codeOf("evse_board_support/MREC14PilotFault"), "P");
  assert.equal(codeOf("evse_board_support/MREC15PowerLoss"), "CX015");
});

Deno.test("an entry for an MREC code covers every type named after it, and no other", () => {
  const map = mapOf({ "*/MREC2": { component: "RCD" }, "board/MREC2Own": { component: "Heater" } });
  const componentOf = (type: string) => convert(error({ type }), map).subject.component;
  assert.equal(componentOf("ac_rcd/MREC2GroundFailure"), "RCD");
  assert.equal(componentOf("board/MREC2Own"), "Heater");
  assert.equal(componentOf("board/MREC23ProximityFault"), undefined);
});
