import assert from "node:assert/strict";
import fc from "fast-check";
import { parseComponentFile } from "../../../src/variables/component-file.ts";
import { describeProblem } from "../../../src/variables/config-problem.ts";

const INTERVAL = {
  variable_name: "Interval",
  characteristics: { dataType: "integer", unit: "s", minLimit: 0, supportsMonitoring: true },
  attributes: [{ type: "Actual", mutability: "ReadWrite", value: 900 }],
};

function parse(json: unknown) {
  const { component, problems } = parseComponentFile("x.json", JSON.stringify(json));
  return { component, problems: problems.map(describeProblem) };
}

/** A file with one variable, `INTERVAL` with these changes. */
function parseVariable(changes: Record<string, unknown>) {
  const { component, problems } = parse({ name: "C", properties: { Interval: { ...INTERVAL, ...changes } } });
  return { variable: component?.variables[0], problems };
}

Deno.test("a component with its place and a variable with all it may have is read", () => {
  const { component, problems } = parse({
    name: "Connector",
    instance: "left",
    evse_id: 1,
    connector_id: 2,
    properties: {
      Some: {
        variable_name: "Voltage",
        instance: "L1",
        source: "EVEREST",
        characteristics: {
          dataType: "decimal",
          unit: "V",
          minLimit: 0,
          maxLimit: 400,
          supportsMonitoring: true,
        },
        attributes: [{ value: 230.5 }, { type: "MaxSet", mutability: "ReadWrite" }],
      },
    },
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(component, {
    component: { name: "Connector", instance: "left", evse: { id: 1, connectorId: 2 } },
    variables: [{
      variable: { name: "Voltage", instance: "L1" },
      source: "EVEREST",
      characteristics: {
        dataType: "decimal",
        unit: "V",
        minLimit: 0,
        maxLimit: 400,
        supportsMonitoring: true,
      },
      attributes: [
        { type: "Actual", mutability: "ReadOnly", initial: "230.5" },
        { type: "MaxSet", mutability: "ReadWrite" },
      ],
    }],
  });
});

Deno.test("the default counts where the Actual attribute gives no value, and nowhere else", () => {
  const attributes = [{ type: "Actual" }, { type: "MaxSet" }];
  const { variable } = parseVariable({ attributes, default: "60" });
  assert.deepEqual(variable?.attributes.map(({ initial }) => initial), ["60", undefined]);
  assert.equal(parseVariable({ default: "60" }).variable?.attributes[0]?.initial, "900");
});

Deno.test("an empty text stands for no value, but for strings it is one", () => {
  const empty = [{ type: "Actual", value: "" }];
  assert.equal(parseVariable({ attributes: empty }).variable?.attributes[0]?.initial, undefined);
  const characteristics = { dataType: "string", supportsMonitoring: true };
  assert.equal(parseVariable({ attributes: empty, characteristics }).variable?.attributes[0]?.initial, "");
});

const UNUSABLE_FILES: readonly (readonly [string, unknown, RegExp])[] = [
  ["a list", [], /^x\.json: it is not a JSON object$/],
  ["no name", { properties: {} }, /^x\.json: "name" must be a text/],
  ["a name that is too long", { name: "n".repeat(51), properties: {} }, /"name" must be/],
  ["no properties", { name: "C" }, /^x\.json: C: "properties" is missing/],
  [
    "a connector without EVSE",
    { name: "C", connector_id: 1, properties: {} },
    /"connector_id" needs "evse_id"/,
  ],
  ["a negative EVSE", { name: "C", evse_id: -1, properties: {} }, /"evse_id" must be/],
];

for (const [title, json, reason] of UNUSABLE_FILES) {
  Deno.test(`a file is refused: ${title}`, () => {
    const { component, problems } = parse(json);
    assert.equal(component, undefined);
    assert.match(problems.join("\n"), reason);
  });
}

Deno.test("a file that is not JSON is refused with the parser's reason", () => {
  const { problems } = parseComponentFile("x.json", '{"name": }');
  assert.match(problems.map(describeProblem).join(), /^x\.json: it is not JSON: .+/);
});

const UNUSABLE_VARIABLES: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
  ["no variable_name", { variable_name: undefined }, /variable_name must be/],
  [
    "an unknown data type",
    { characteristics: { dataType: "float", supportsMonitoring: true } },
    /dataType must be/,
  ],
  ["no supportsMonitoring", { characteristics: { dataType: "integer" } }, /supportsMonitoring must be/],
  [
    "crossed limits",
    { characteristics: { dataType: "integer", minLimit: 2, maxLimit: 1, supportsMonitoring: true } },
    /minLimit is above maxLimit/,
  ],
  ["no attributes", { attributes: [] }, /at least one/],
  ["an unknown attribute", { attributes: [{ type: "Wanted" }] }, /attributes\[0\]\.type must be/],
  ["the same attribute twice", { attributes: [{}, {}] }, /attributes\[1\]\.type occurs twice/],
  ["an unknown mutability", { attributes: [{ mutability: "Secret" }] }, /mutability must be/],
  ["an object as value", { attributes: [{ value: {} }] }, /attributes\[0\]\.value must be/],
];

for (const [title, changes, reason] of UNUSABLE_VARIABLES) {
  Deno.test(`a variable is left out and named: ${title}`, () => {
    const { variable, problems } = parseVariable(changes);
    assert.equal(variable, undefined);
    assert.match(problems.join("\n"), /^x\.json: C: Interval: /);
    assert.match(problems.join("\n"), reason);
  });
}

Deno.test("a wrong initial value is left out, the variable stays", () => {
  const { variable, problems } = parseVariable({ attributes: [{ value: -1 }] });
  assert.deepEqual(variable?.attributes, [{ type: "Actual", mutability: "ReadOnly" }]);
  assert.match(problems.join(), /the initial value of Actual is ignored: it is below 0/);
});

Deno.test("the other variables of a file load when one is wrong", () => {
  const { component, problems } = parse({ name: "C", properties: { Bad: 1, Interval: INTERVAL } });
  assert.equal(component?.variables.length, 1);
  assert.deepEqual(problems, ["x.json: C: Bad: it is not an object"]);
});

Deno.test("two properties for one variable are a problem, and the first counts", () => {
  const again = { ...INTERVAL, variable_name: "INTERVAL", attributes: [{ value: 1 }] };
  const { component, problems } = parse({ name: "C", properties: { A: INTERVAL, B: again } });
  assert.equal(component?.variables[0]?.attributes[0]?.initial, "900");
  assert.match(problems.join(), /x\.json: C: B: another property/);
});

const MONITOR = { type: "Delta", value: 1, severity: 5, config_type: "PreconfiguredMonitor" };

Deno.test("monitors of a file are read with their defaults, in EVerest's format", () => {
  const { variable, problems } = parseVariable({
    monitors: [
      { ...MONITOR, reference_value: 10 },
      { ...MONITOR, type: "UpperThreshold", value: 800, transaction: true, config_type: "HardWiredMonitor" },
    ],
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(variable?.monitors, [
    {
      type: "Delta",
      value: 1,
      severity: 5,
      transaction: false,
      origin: "PreconfiguredMonitor",
      reference: "10",
    },
    { type: "UpperThreshold", value: 800, severity: 5, transaction: true, origin: "HardWiredMonitor" },
  ]);
});

Deno.test("a monitor of a file that cannot work is left out with its reason; variable and other monitors stay", () => {
  const table: readonly [unknown, RegExp][] = [
    ["x", /monitors must be a list/],
    [[7], /monitors\[0\] is not an object/],
    [[{ ...MONITOR, type: "Sideways" }], /type must be one of/],
    [[{ ...MONITOR, value: "1" }], /value must be a number/],
    [[{ ...MONITOR, value: -1 }], /a change is not negative/],
    [[{ ...MONITOR, severity: 10 }], /severity is not an integer from 0 to 9/],
    [[{ ...MONITOR, severity: undefined }], /severity must be an integer/],
    [[{ ...MONITOR, transaction: "yes" }], /transaction must be true or false/],
    [[{ ...MONITOR, config_type: "CustomMonitor" }], /the CSMS sets custom monitors/],
    [[{ ...MONITOR, reference_value: {} }], /reference_value must be/],
    [[{ ...MONITOR, type: "Periodic", value: 0.5 }], /whole number of seconds/],
    [[MONITOR, MONITOR], /has the type and severity of one before it/],
  ];
  for (const [monitors, reason] of table) {
    const { variable, problems } = parseVariable({ monitors });
    assert.ok(variable);
    assert.match(problems.join(), reason);
  }
  assert.equal(parseVariable({ monitors: [7, MONITOR] }).variable?.monitors?.length, 1);
});

Deno.test("a list of values that is no text is refused, even one that cannot become text", () => {
  const hostile =
    '{"name":"C","properties":{"V":{"variable_name":"V","characteristics":{"dataType":"MemberList",' +
    '"supportsMonitoring":true,"valuesList":{"toString":null}},"attributes":[{"type":"Actual"}]}}}';
  const { component, problems } = parseComponentFile("c.json", hostile);
  assert.deepEqual(component?.variables, []);
  assert.match(problems[0]?.reason ?? "", /valuesList must be a text/);
});

Deno.test("no JSON whatever makes the reader throw", () => {
  const property = fc.record({
    variable_name: fc.oneof(fc.string(), fc.jsonValue()),
    characteristics: fc.oneof(
      fc.jsonValue(),
      fc.record({ dataType: fc.constantFrom("integer", "MemberList", 1), valuesList: fc.jsonValue() }),
    ),
    attributes: fc.oneof(
      fc.jsonValue(),
      fc.array(fc.record({ type: fc.jsonValue(), value: fc.jsonValue() })),
    ),
    default: fc.jsonValue(),
  });
  fc.assert(fc.property(
    fc.oneof(
      fc.jsonValue(),
      fc.record({ name: fc.constant("C"), properties: fc.dictionary(fc.string(), property) }),
    ),
    (json) => {
      const { component, problems } = parseComponentFile("x.json", JSON.stringify(json));
      assert.ok(component || problems.length > 0);
    },
  ));
});
