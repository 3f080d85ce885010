import { parseDefinitionYaml } from "../../src/everest/definitions-yaml.ts";
import { isJsonObject } from "../../src/kernel/json.ts";

/**
 * What the program itself needs of `config/manifest.yaml`, as JSON: interfaces by implementation and by requirement,
 * defaults by configuration key. Throws when the text is no manifest.
 */
export function renderManifest(yaml: string): string {
  const manifest = objectOf(parseDefinitionYaml(yaml), "the manifest");
  const section = (name: string, fact: string) =>
    Object.fromEntries(
      Object.entries(objectOf(manifest[name], name)).map(([key, entry]) => [
        key,
        objectOf(entry, `${name}.${key}`)[fact] ?? fail(`${name}.${key} has no ${fact}`),
      ]),
    );
  const facts = {
    provides: section("provides", "interface"),
    requires: section("requires", "interface"),
    defaults: section("config", "default"),
  };
  return `${JSON.stringify(facts, undefined, 2)}\n`;
}

function objectOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  return isJsonObject(value) ? value : fail(`${what} is no mapping`);
}

function fail(reason: string): never {
  throw new Error(reason);
}
