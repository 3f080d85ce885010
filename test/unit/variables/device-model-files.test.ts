import assert from "node:assert/strict";
import { Ajv } from "ajv";
import { readComponentFiles } from "../../../src/storage/variable-files.ts";
import { describeProblem } from "../../../src/variables/config-problem.ts";
import { loadComponents } from "../../../src/variables/load-components.ts";

const OURS = new URL("../../../device-model/", import.meta.url).pathname;
/** Reference data beside the repository; the checks that need it are skipped where it is not at hand. */
const REFERENCE = new URL("../../../../shared/data/", import.meta.url).pathname;
const EVEREST = ["everest", "everest-main"].map((release) => `${REFERENCE}${release}/component_config`);

async function load(directory: string) {
  const reading = await readComponentFiles(directory);
  assert.equal(reading.kind, "files");
  return reading.kind === "files" ? reading.files : { standardized: [], custom: [] };
}

Deno.test("every file of the shipped device model loads without a problem", async () => {
  const { components, problems } = loadComponents(await load(OURS));
  assert.deepEqual(problems.map(describeProblem), []);
  assert.equal(components.length, 24);
});

Deno.test("every file of the shipped device model meets the editors' schema", async () => {
  const schema = JSON.parse(await Deno.readTextFile(`${OURS}schema.json`));
  const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
  const { standardized, custom } = await load(OURS);
  for (const { path, text } of [...standardized, ...custom]) {
    assert.ok(validate(JSON.parse(text)), `${path}: ${JSON.stringify(validate.errors)}`);
  }
});

Deno.test("every shipped variable has a description", async () => {
  const { standardized, custom } = await load(OURS);
  for (const { path, text } of [...standardized, ...custom]) {
    for (const [key, property] of Object.entries<Record<string, unknown>>(JSON.parse(text).properties)) {
      assert.match(String(property["description"]), /\w.*\.$/, `${path}: ${key}`);
    }
  }
});

for (const directory of EVEREST) {
  Deno.test({
    name: `EVerest's own component configuration loads unchanged: ${nameOf(directory)}`,
    ignore: !exists(directory),
    fn: async () => {
      const files = await load(directory);
      const { components, problems } = loadComponents(files);
      assert.deepEqual(problems.map(describeProblem), []);
      assert.equal(components.length, files.standardized.length + files.custom.length);
      assert.ok(components.flatMap(({ variables }) => variables).length > 290);
    },
  });

  Deno.test({
    name: `EVerest's own component configuration meets the editors' schema: ${nameOf(directory)}`,
    ignore: !exists(directory),
    fn: async () => {
      const schema = JSON.parse(await Deno.readTextFile(`${OURS}schema.json`));
      const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
      const { standardized, custom } = await load(directory);
      for (const { path, text } of [...standardized, ...custom]) {
        assert.ok(validate(JSON.parse(text)), `${path}: ${JSON.stringify(validate.errors)}`);
      }
    },
  });
}

/** Required variables of functions that every station has; `;` separates the columns of the table. */
Deno.test({
  name: "every variable that OCPP 2.0.1 requires is defined",
  ignore: !exists(REFERENCE),
  fn: async () => {
    const { components } = loadComponents(await load(OURS));
    const defined = new Set(
      components.flatMap(({ component, variables }) =>
        variables.map(({ variable }) => `${component.name}.${variable.name}.${variable.instance ?? ""}`)
      ),
    );
    const table = await Deno.readTextFile(`${REFERENCE}ocpp201/dm_components_vars.csv`);
    const required = table.split("\n").slice(1).map((line) => line.split(";").map((cell) => cell.trim()))
      .filter(([component, , , need]) => need === "yes" && !component?.startsWith("<"))
      .map(([component, variable, instance]) => `${component}.${variable}.${instance}`);
    assert.ok(required.length > 50);
    assert.deepEqual(required.filter((name) => !defined.has(name)), []);
  },
});

function nameOf(directory: string): string {
  return directory.slice(REFERENCE.length);
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}
