import assert from "node:assert/strict";
import { parse } from "yaml";
import type { BusError, Mapping } from "../../../src/everest/module.ts";
import { readErrorMap, techCodeOf, toErrorEvent } from "../../../src/bridge/error-map.ts";
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

const convert = (given: BusError) => toErrorEvent(given, new Map(), places, arrival);

Deno.test("an error of a connector in station words", () => {
  assert.deepEqual(convert(error({}, "board", { evse: 2, connector: 1 })), {
    identity: "evse_board_support/DiodeFault  board main",
    state: "raised",
    evseId: 2,
    connectorId: 1,
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

Deno.test("MREC errors have their code, others their name, and the maker's map wins", () => {
  const cases: [string, string][] = [
    ["connector_lock/MREC1ConnectorLockFailure", "CX001"],
    ["evse_board_support/MREC14PilotFault", "CX014"],
    ["evse_manager/MREC9AuthorizationTimeout", "CX009"],
    ["over_voltage_monitor/MREC5OverVoltage", "CX005"],
    ["generic/CommunicationFault", "generic/CommunicationFault"],
  ];
  for (const [type, code] of cases) assert.equal(techCodeOf(type, new Map()), code);
  const custom = readErrorMap({
    "generic/CommunicationFault": "COM",
    "evse_board_support/MREC14PilotFault": "P",
  });
  assert.ok(custom.kind === "value");
  assert.equal(techCodeOf("generic/CommunicationFault", custom.value), "COM");
  assert.equal(techCodeOf("evse_board_support/MREC14PilotFault", custom.value), "P");
  assert.equal(techCodeOf("evse_board_support/MREC15PowerLoss", custom.value), "CX015");
});

Deno.test("an error map that is no table of texts is refused with the key", () => {
  assert.deepEqual(readErrorMap({ "a/B": 5 }), {
    kind: "wrong",
    path: "a/B",
    reason: "must be a string, is 5",
  });
  assert.equal(readErrorMap([]).kind, "wrong");
});

const ERRORS = new URL("../../../../shared/data/everest-main/errors/", import.meta.url);
function errorFiles(): string[] {
  try {
    return [...Deno.readDirSync(ERRORS)].map(({ name }) => name);
  } catch {
    return [];
  }
}

Deno.test({
  name: "every error type that EVerest defines has a code of at most 50 characters",
  ignore: errorFiles().length === 0,
  fn: () => {
    for (const file of errorFiles()) {
      const { errors } = parse(Deno.readTextFileSync(new URL(file, ERRORS)));
      for (const { name } of errors as { name: string }[]) {
        const code = techCodeOf(`${file.replace(".yaml", "")}/${name}`, new Map());
        assert.ok(code.length <= 50 && (code.startsWith("CX") === name.startsWith("MREC")), code);
      }
    }
  },
});
