import assert from "node:assert/strict";
import fc from "fast-check";
import { decimalText } from "../../../src/bridge/decimal-text.ts";
import { configuredModules, type ModuleDirectory } from "../../../src/bridge/everest-configuration.ts";
import type { ConfigParameter } from "../../../src/everest/module.ts";
import { checkFormat } from "../../../src/variables/value-rules.ts";

const parameter = (name: string, more: Partial<ConfigParameter> = {}): ConfigParameter => ({
  name,
  value: "x",
  datatype: "string",
  mutability: "ReadOnly",
  ...more,
});

function read(
  parameters: Parameters<typeof configuredModules>[0],
  directory: Partial<ModuleDirectory> = {},
) {
  return configuredModules(parameters, {
    types: { evse_manager_1: "EvseManager", ocpp: "OCPP201" },
    mappings: {},
    ownModuleId: "ocpp",
    ...directory,
  });
}

function only(list: ConfigParameter, implementation = "!module") {
  const { modules, problems } = read({ evse_manager_1: { [implementation]: [list] } });
  return { variable: modules[0]?.variables[0], problems: problems.map(({ reason }) => reason) };
}

Deno.test("a module is a component of its type with its id as instance; parameters of implementations carry their name", () => {
  const { modules, problems } = read({
    evse_manager_1: { "!module": [parameter("charge_mode")], evse: [parameter("limit")] },
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(modules[0]?.component, { name: "EvseManager", instance: "evse_manager_1" });
  assert.deepEqual(modules[0]?.variables.map(({ name, place }) => [name, place]), [
    ["charge_mode", { moduleId: "evse_manager_1", implementationId: "!module", name: "charge_mode" }],
    ["evse.limit", { moduleId: "evse_manager_1", implementationId: "evse", name: "limit" }],
  ]);
});

for (
  const [tier, evse] of [
    [null, undefined],
    [{ module: { evse: 0 } }, undefined],
    [{ module: { evse: 2 } }, { id: 2 }],
    [{ module: { evse: 2, connector: 0 } }, { id: 2 }],
    [{ module: { evse: 2, connector: 1 } }, { id: 2, connectorId: 1 }],
    [{ implementations: { evse: { evse: 2 } } }, undefined],
    [{ module: { evse: "2" } }, undefined],
  ] as const
) {
  Deno.test(`the place of a module that is mapped as ${JSON.stringify(tier)}`, () => {
    const { modules } = read({ evse_manager_1: { "!module": [parameter("a")] } }, {
      mappings: { evse_manager_1: tier },
    });
    assert.deepEqual(modules[0]?.component.evse, evse);
  });
}

for (
  const [datatype, value, dataType, text] of [
    ["string", "/tmp", "string", "/tmp"],
    ["integer", 16, "integer", "16"],
    ["number", 30.0, "decimal", "30"],
    ["number", 0.1234567, "decimal", "0.123457"],
    ["number", -0.0000001, "decimal", "0"],
    ["bool", true, "boolean", "true"],
    ["unknown", 5, "string", "5"],
  ] as const
) {
  Deno.test(`a parameter of type ${datatype} with the value ${value}`, () => {
    const { variable, problems } = only(parameter("a", { datatype, value }));
    assert.equal(variable?.characteristics.dataType, dataType);
    assert.equal(variable?.value, text);
    assert.deepEqual(problems, []);
  });
}

Deno.test("a value that is not of its type is not shown, and said so", () => {
  for (
    const [datatype, value] of [["integer", 1.5], ["integer", "1"], ["bool", "true"], ["string", 1]] as const
  ) {
    const { variable, problems } = only(parameter("a", { datatype, value }));
    assert.equal(variable?.value, undefined);
    assert.deepEqual(problems, [`its value is not of its type, ${datatype}`]);
  }
});

Deno.test("the service decides who may set a parameter; its unit is cut to what OCPP has room for", () => {
  const { variable } = only(parameter("a", { mutability: "ReadWrite", unit: "A".repeat(20) }));
  assert.equal(variable?.mutability, "ReadWrite");
  assert.equal(variable?.characteristics.unit, "A".repeat(16));
});

Deno.test("a secret's value goes no further", () => {
  const { variable, problems } = only(parameter("password", { mutability: "WriteOnly", value: "hunter2" }));
  assert.equal(variable?.mutability, "WriteOnly");
  assert.equal(variable?.value, undefined);
  assert.deepEqual(problems, []);
});

Deno.test("our own parameters are read-only, whatever the access rights make of them", () => {
  const { modules } = read({
    ocpp: {
      "!module": [
        parameter("CoreDatabasePath", { mutability: "ReadWrite" }),
        parameter("Secret", { mutability: "WriteOnly" }),
      ],
    },
  });
  assert.deepEqual(modules[0]?.variables.map(({ mutability }) => mutability), ["ReadOnly", "WriteOnly"]);
});

Deno.test("what OCPP has no place for is left out with its reason, and nothing else", () => {
  const { modules, problems } = read({
    evse_manager_1: {
      "!module": [parameter("a.b"), parameter("A.B"), parameter(""), parameter("n".repeat(50))],
      a: [parameter("b")],
      impl: [parameter("n".repeat(46))],
    },
    stranger: { "!module": [parameter("a")] },
    constructor: { "!module": [parameter("a")] },
    ["m".repeat(51)]: { "!module": [parameter("a")] },
    EVSE_manager_1: { "!module": [parameter("a")] },
    ocpp: {},
  }, {
    types: { evse_manager_1: "EvseManager", ["m".repeat(51)]: "M", EVSE_manager_1: "E", ocpp: "OCPP201" },
  });
  assert.deepEqual(modules.map(({ component, variables }) => [component.instance, variables.length]), [
    ["evse_manager_1", 2],
  ]);
  const same = "left out: the name of another differs in case only, or not at all";
  const long = "left out: its name is longer than 50 characters";
  const type = "left out: the module type is not known";
  assert.deepEqual(problems.map(({ reason }) => reason), [
    ...[same, "left out: it has no name", same, long],
    ...[long, same, type],
  ]);
  assert.equal(problems.at(-1)?.what, "stranger, constructor");
});

Deno.test("numbers become decimals of the device model", () => {
  fc.assert(fc.property(fc.double({ min: -1e15, max: 1e15, noNaN: true }), (value) => {
    const text = decimalText(value);
    assert.ok(text !== undefined);
    assert.equal(checkFormat({ dataType: "decimal", supportsMonitoring: true }, text), undefined, text);
    assert.ok(Math.abs(Number(text) - value) <= Math.max(5.1e-7, Math.abs(value) * 1e-15));
  }));
  assert.equal(decimalText(1e21), undefined);
  assert.equal(decimalText(NaN), undefined);
  assert.equal(decimalText(100), "100");
});
