import assert from "node:assert/strict";
import { decodeModuleSetup } from "../../../src/everest/module-parameters.ts";

/** The shape of the manager's answer. */
function answer(changes: Record<string, unknown> = {}) {
  return {
    module_config: {
      module_id: "ocpp",
      module_name: "OCPP201",
      standalone: false,
      telemetry_enabled: false,
      configuration_parameters: {
        "!module": [
          { name: "Interval", value: 30, characteristics: { datatype: "integer", mutability: "ReadOnly" } },
          { name: "Control", value: false, characteristics: { datatype: "bool", mutability: "ReadOnly" } },
          { name: "Path", value: "/var", characteristics: { datatype: "string", mutability: "ReadWrite" } },
        ],
        auth_provider: [],
      },
      connections: {
        evse_manager: [
          { module_id: "evse_1", implementation_id: "evse", requirement: { id: "evse_manager" } },
          { module_id: "evse_2", implementation_id: "evse", requirement: { id: "evse_manager" } },
        ],
        system: [{ module_id: "system", implementation_id: "main", requirement: { id: "system" } }],
      },
      mapping: null,
      access: null,
      unknown_key: 1,
      ...changes,
    },
    mappings: {
      evse_1: { module: { evse: 1 } },
      evse_2: { module: { evse: 2, connector: 1 }, implementations: { evse: { evse: 3 } } },
      system: null,
      ocpp: null,
    },
  };
}

function config(changes: Record<string, unknown> = {}) {
  const decoded = decodeModuleSetup(answer(changes));
  if (decoded.kind === "violation") throw new Error(decoded.reason);
  return decoded.value;
}

Deno.test("parameters, connections and mappings of the module", () => {
  const { moduleName, parameters, connections } = config();
  assert.equal(moduleName, "OCPP201");
  assert.deepEqual(parameters, { Interval: 30, Control: false, Path: "/var" });
  assert.deepEqual(connections.get("evse_manager"), [
    {
      requirement: "evse_manager",
      index: 0,
      moduleId: "evse_1",
      implementationId: "evse",
      mapping: { evse: 1 },
    },
    {
      requirement: "evse_manager",
      index: 1,
      moduleId: "evse_2",
      implementationId: "evse",
      mapping: { evse: 3 },
    },
  ]);
  assert.deepEqual(connections.get("system"), [
    { requirement: "system", index: 0, moduleId: "system", implementationId: "main" },
  ]);
  assert.equal(connections.get("reservation"), undefined);
});

Deno.test("the slot counts where it is sent, else the position", () => {
  const entry = (moduleId: string, index?: number) => ({
    module_id: moduleId,
    implementation_id: "i",
    requirement: { id: "r", ...(index === undefined ? {} : { index }) },
  });
  const { connections } = config({
    connections: { r: [entry("second", 1), entry("third", 2), entry("first", 0)] },
  });
  assert.deepEqual(connections.get("r")?.map(({ moduleId }) => moduleId), ["first", "second", "third"]);
});

Deno.test("a module without connections, parameters or mappings", () => {
  const decoded = decodeModuleSetup({ module_config: {} });
  assert.deepEqual(decoded, {
    kind: "value",
    value: { moduleName: "", parameters: {}, connections: new Map(), mappings: {} },
  });
});

Deno.test("what cannot be a configuration is a violation that says why", () => {
  const reason = (data: unknown) => {
    const decoded = decodeModuleSetup(data);
    return decoded.kind === "violation" ? decoded.reason : "none";
  };
  assert.equal(reason(null), "has no module_config");
  assert.equal(reason({ module_config: [] }), "has no module_config");
  assert.equal(reason(answer({ connections: [] })), "connections are not an object");
  assert.equal(reason(answer({ connections: { r: {} } })), "connections of r are not a list");
  assert.equal(
    reason(answer({ connections: { r: [{ module_id: "m" }] } })),
    "a connection of r names no module",
  );
});
