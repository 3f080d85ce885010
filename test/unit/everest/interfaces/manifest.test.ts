import assert from "node:assert/strict";
import { parseDefinitionYaml } from "../../../../src/everest/definitions-yaml.ts";
import { isJsonObject } from "../../../../src/kernel/json.ts";
import { renderManifest } from "../../../../tools/generate/manifest.ts";
import { INTERFACES } from "../../../fakes/everest/interfaces.ts";
import { manifestOf, RELEASES } from "../../../fixtures/everest.ts";

const OURS = new URL("../../../../config/manifest.yaml", import.meta.url);
type Section = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function section(manifest: unknown, name: string): Section {
  const value = isJsonObject(manifest) ? manifest[name] : undefined;
  assert.ok(isJsonObject(value), name);
  return value as Section;
}

function read(url: URL): unknown {
  return parseDefinitionYaml(Deno.readTextFileSync(url));
}

/** A section without its descriptions, which are each project's own. */
function facts(manifest: unknown, name: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(section(manifest, name)).map(([key, { description: _, ...rest }]) => [key, rest]),
  );
}

const FLAGS = ["enable_external_mqtt", "enable_global_errors"];

for (const release of RELEASES) {
  Deno.test(`a configuration of EVerest's own module of ${release} loads with ours`, () => {
    const ours = read(OURS);
    const theirs = manifestOf(release);
    for (const name of ["config", "provides", "requires"]) {
      const known = facts(ours, name);
      for (const [key, fact] of Object.entries(facts(theirs, name))) {
        assert.deepEqual(known[key], fact, `${name}.${key}`);
      }
    }
    for (const flag of FLAGS) assert.equal(theirs[flag], true);
  });
}

Deno.test("what the program knows of the manifest is what the generator makes of it", () => {
  const generated = new URL("../../../../src/everest/generated/manifest.json", import.meta.url);
  const expected = renderManifest(Deno.readTextFileSync(OURS));
  assert.equal(Deno.readTextFileSync(generated), expected, "stale: run deno task generate");
});

Deno.test("a manifest that lacks a section or a fact stops the generator", () => {
  const complete = "provides: {a: {interface: x}}\nrequires: {b: {interface: y}}\nconfig: {C: {default: 0}}";
  assert.deepEqual(JSON.parse(renderManifest(complete)), {
    provides: { a: "x" },
    requires: { b: "y" },
    defaults: { C: 0 },
  });
  assert.throws(() => renderManifest(complete.replace("interface: x", "interfase: x")), /provides.a/);
  assert.throws(() => renderManifest("provides: {}\nconfig: {}"), /requires is no mapping/);
});

Deno.test("what our manifest adds does nothing until it is used", () => {
  const ours = read(OURS);
  assert.ok(isJsonObject(ours));
  for (const flag of FLAGS) assert.equal(ours[flag], true);
  const added: Record<string, unknown> = { ...facts(ours, "config") };
  assert.deepEqual(added["PublishChargingScheduleIntervalS"], { type: "integer", default: -1 });
  assert.deepEqual(added["PublishChargingScheduleDurationS"], { type: "integer", default: -1 });
  assert.deepEqual(added["CustomMrecErrorMapPath"], { type: "string", default: "" });
  assert.deepEqual(facts(ours, "requires")["connector_zero_sink"], {
    interface: "external_energy_limits",
    min_connections: 0,
    max_connections: 1,
  });
});

Deno.test("every default has its declared type and every text says something", () => {
  const types: Record<string, string> = { string: "string", integer: "number", boolean: "boolean" };
  for (const [name, entry] of Object.entries(section(read(OURS), "config"))) {
    assert.equal(typeof entry["default"], types[String(entry["type"])], name);
    assert.ok(String(entry["description"]).length > 20, name);
  }
});

Deno.test("every interface of the manifest has its file, and every file is used", () => {
  const ours = read(OURS);
  const used = ["provides", "requires"].flatMap((name) =>
    Object.values(section(ours, name)).map((entry) => String(entry["interface"]))
  );
  assert.deepEqual([...new Set(used)].sort(), INTERFACES.map(({ name }) => name).sort());
});
