import assert from "node:assert/strict";
import { parseDefinitionYaml as parse } from "../../../src/everest/definitions-yaml.ts";
import { type ErrorMap, readErrorMap } from "../../../src/bridge/error-map-format.ts";
import { techCodeOf } from "../../../src/bridge/error-map.ts";

const SHARED = new URL("../../../../shared/data/", import.meta.url);
const MREC_CODES = 26;

function shipped(): ErrorMap {
  const text = Deno.readTextFileSync(new URL("../../../config/error-map.json", import.meta.url));
  const reading = readErrorMap(JSON.parse(text));
  assert.ok(reading.kind === "map", JSON.stringify(reading));
  return reading.map;
}

/** Empty where the reference data is not at hand: then what needs it is skipped. */
function filesIn(folder: string): string[] {
  try {
    return [...Deno.readDirSync(new URL(folder, SHARED))].map(({ name }) => `${folder}${name}`);
  } catch {
    return [];
  }
}

const errorFiles = ["everest/errors/", "everest-main/errors/"].flatMap(filesIn);
const tables = filesIn("ocpp201/").filter((path) => path.endsWith(".csv"));

function errorTypes(): string[] {
  return errorFiles.flatMap((path) => {
    const { errors } = parse(Deno.readTextFileSync(new URL(path, SHARED))) as { errors: unknown };
    const group = path.replace(/.*\//, "").replace(".yaml", "");
    return (errors as { name: string }[]).map(({ name }) => `${group}/${name}`);
  });
}

function column(table: string, number: number): Set<string> {
  const lines = Deno.readTextFileSync(new URL(`ocpp201/${table}`, SHARED)).split("\n").slice(1);
  return new Set(lines.map((line) => line.split(";")[number]?.trim() ?? ""));
}

Deno.test({
  name: "every error that EVerest defines has an entry of its own, with variable and severity",
  ignore: errorFiles.length === 0,
  fn() {
    const map = shipped();
    const types = new Set(errorTypes());
    assert.ok(types.size > 70, `only ${types.size} types found: is the reader broken?`);
    for (const type of types) {
      const entry = map.get(type);
      assert.ok(entry?.variable !== undefined && entry.severity !== undefined, type);
      const code = techCodeOf({ type, subType: "" }, map);
      const mrec = /\/MREC(\d+)/.exec(type)?.[1];
      assert.equal(code, mrec === undefined ? type : `CX${mrec.padStart(3, "0")}`);
      assert.ok(code.length <= 50, code);
    }
  },
});

Deno.test({
  name: "no entry is about an error that EVerest does not define",
  ignore: errorFiles.length === 0,
  fn() {
    const types = new Set(errorTypes());
    assert.deepEqual([...shipped().keys()].filter((type) => !type.startsWith("*/") && !types.has(type)), []);
  },
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

Deno.test({
  name: "every entry names a component and a yes-or-no variable of the standard",
  ignore: tables.length === 0,
  fn() {
    const components = column("components.csv", 0);
    const booleans = Deno.readTextFileSync(new URL("ocpp201/variables.csv", SHARED)).split("\n")
      .map((line) => line.split(";").map((cell) => cell.trim()))
      .filter(([, type]) => type === "boolean").map(([name]) => name);
    for (const [type, { component, variable = "" }] of shipped()) {
      assert.ok(component === undefined || components.has(component), `${type}: ${component}`);
      assert.ok(booleans.includes(variable), `${type}: ${variable}`);
    }
  },
});

Deno.test("a lock failure is told in the words of its certification case (TC_G_20)", () => {
  const map = shipped();
  const locks = [...map].filter(([type]) => type.startsWith("connector_lock/"));
  assert.equal(locks.length, 8);
  for (const [, { component, variable, trigger }] of locks) {
    assert.deepEqual([component, variable, trigger], ["ConnectorPlugRetentionLock", "Problem", "Delta"]);
  }
});
