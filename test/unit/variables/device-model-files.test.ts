import assert from "node:assert/strict";
import { Ajv } from "ajv";
import { readComponentFiles } from "../../../src/storage/variable-files.ts";
import { componentConfigOf, RELEASES } from "../../fixtures/everest.ts";
import standard from "../../fixtures/ocpp201/required-variables.json" with { type: "json" };
import { describeProblem } from "../../../src/variables/config-problem.ts";
import { loadComponents } from "../../../src/variables/load-components.ts";

const OURS = new URL("../../../device-model/", import.meta.url).pathname;
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

for (const release of RELEASES) {
  const files = [...componentConfigOf(release)].map(([path, content]) => ({
    path,
    text: JSON.stringify(content),
  }));
  const folder = (name: string) => files.filter(({ path }) => path.startsWith(`${name}/`));

  Deno.test(`EVerest's own component configuration loads unchanged: ${release}`, () => {
    const { components, problems } = loadComponents({
      standardized: folder("standardized"),
      custom: folder("custom"),
    });
    assert.deepEqual(problems.map(describeProblem), []);
    assert.equal(components.length, files.length);
    assert.ok(components.flatMap(({ variables }) => variables).length > 290);
  });

  Deno.test(`EVerest's own component configuration meets the editors' schema: ${release}`, async () => {
    const schema = JSON.parse(await Deno.readTextFile(`${OURS}schema.json`));
    const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
    for (const { path, text } of files) {
      assert.ok(validate(JSON.parse(text)), `${path}: ${JSON.stringify(validate.errors)}`);
    }
  });
}

Deno.test("every variable that OCPP 2.0.1 requires of functions that every station has is defined", async () => {
  const { components } = loadComponents(await load(OURS));
  const nameOf = (component: string, variable: { name: string; instance?: string }) =>
    `${component}.${variable.name}.${variable.instance ?? ""}`;
  const defined = new Set(
    components.flatMap(({ component, variables }) =>
      variables.map(({ variable }) => nameOf(component.name, variable))
    ),
  );
  const required = standard.requiredVariables.map(({ component, variable, instance }) =>
    nameOf(component, { name: variable, ...(instance === undefined ? {} : { instance }) })
  );
  assert.ok(required.length > 50);
  assert.deepEqual(required.filter((name) => !defined.has(name)), []);
});
