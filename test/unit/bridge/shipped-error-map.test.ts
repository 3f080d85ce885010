import assert from "node:assert/strict";
import { type ErrorMap, readErrorMap } from "../../../src/bridge/error-map-format.ts";
import { techCodeOf } from "../../../src/bridge/error-map.ts";
import { definitionsOf, RELEASES } from "../../fixtures/everest.ts";
import componentTable from "../../fixtures/ocpp201/components.json" with { type: "json" };
import variableTable from "../../fixtures/ocpp201/variables.json" with { type: "json" };

const { components: standardComponents } = componentTable;
const { variables: standardVariables } = variableTable;
const MREC_CODES = 26;

function shipped(): ErrorMap {
  const text = Deno.readTextFileSync(new URL("../../../config/error-map.json", import.meta.url));
  const reading = readErrorMap(JSON.parse(text));
  assert.ok(reading.kind === "map", JSON.stringify(reading));
  return reading.map;
}

function errorTypes(): Set<string> {
  return new Set(
    RELEASES.flatMap((release) =>
      [...definitionsOf(release, "errors")].flatMap(([group, { errors }]) =>
        (errors as { name: string }[]).map(({ name }) => `${group}/${name}`)
      )
    ),
  );
}

Deno.test("every error that EVerest defines has an entry of its own, with variable and severity", () => {
  const map = shipped();
  const types = errorTypes();
  assert.ok(types.size > 70, `only ${types.size} types found: is the reader broken?`);
  for (const type of types) {
    const entry = map.get(type);
    assert.ok(entry?.variable !== undefined && entry.severity !== undefined, type);
    const code = techCodeOf({ type, subType: "" }, map);
    const mrec = /\/MREC(\d+)/.exec(type)?.[1];
    assert.equal(code, mrec === undefined ? type : `CX${mrec.padStart(3, "0")}`);
    assert.ok(code.length <= 50, code);
  }
});

Deno.test("no entry is about an error that EVerest does not define", () => {
  const types = errorTypes();
  assert.deepEqual([...shipped().keys()].filter((type) => !type.startsWith("*/") && !types.has(type)), []);
});

Deno.test("every minimum required error code has an entry, whoever raises it", () => {
  const map = shipped();
  for (let code = 1; code <= MREC_CODES; code++) {
    const entry = map.get(`*/MREC${code}`);
    assert.equal(entry?.techCode, `CX${String(code).padStart(3, "0")}`);
    assert.ok(entry.variable !== undefined && entry.severity !== undefined);
  }
  // A type named after a code says the same as the code.
  for (const [type, entry] of map) {
    const mrec = /^[^*].*\/MREC(\d+)/.exec(type)?.[1];
    if (mrec !== undefined) assert.deepEqual(entry, map.get(`*/MREC${mrec}`), type);
  }
});

Deno.test("every entry names a component and a yes-or-no variable of the standard", () => {
  const booleans = standardVariables.filter(({ type }) => type === "boolean").map(({ name }) => name);
  for (const [type, { component, variable = "" }] of shipped()) {
    assert.ok(component === undefined || standardComponents.includes(component), `${type}: ${component}`);
    assert.ok(booleans.includes(variable), `${type}: ${variable}`);
  }
});

Deno.test("a lock failure is told in the words of its certification case (TC_G_20)", () => {
  const map = shipped();
  const locks = [...map].filter(([type]) => type.startsWith("connector_lock/"));
  assert.equal(locks.length, 8);
  for (const [, { component, variable, trigger }] of locks) {
    assert.deepEqual([component, variable, trigger], ["ConnectorPlugRetentionLock", "Problem", "Delta"]);
  }
});
