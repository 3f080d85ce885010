import assert from "node:assert/strict";
import type { Codec, Shape } from "../../../../src/everest/codec/mod.ts";
import type { Interface } from "../../../../src/everest/interfaces/interface.ts";
import { isJsonObject } from "../../../../src/kernel/json.ts";
import { INTERFACES } from "../../../fakes/everest/interfaces.ts";
import { definitionsOf, RELEASES } from "../../../fixtures/everest.ts";

type Yaml = Readonly<Record<string, unknown>>;

/** Interfaces and types of one release. */
interface Definitions {
  readonly interfaces: ReadonlyMap<string, Yaml>;
  readonly types: ReadonlyMap<string, Yaml>;
}

/** Who makes a value: what others send may lack what we can do without, what we send must be complete. */
type Origin = "ours" | "theirs" | "both";

/** Whose variables and results are ours, and whose arguments are theirs; `ocpp_data_transfer` goes both ways. */
const PROVIDED: ReadonlySet<string> = new Set([
  "auth_token_provider",
  "auth_token_validator",
  "ocpp",
  "session_cost",
]);
const BOTH_WAYS = "ocpp_data_transfer";

function entries(value: unknown): [string, Yaml][] {
  return Object.entries(isJsonObject(value) ? value : {}) as [string, Yaml][];
}

/** The schema itself, or what its `$ref: /file#/Type` names. */
function resolve(definitions: Definitions, schema: Yaml): Yaml {
  const reference = schema["$ref"];
  if (typeof reference !== "string") return schema;
  const [file, type] = reference.replace(/^\//, "").split("#/");
  const types = definitions.types.get(file!)?.["types"] as Record<string, Yaml> | undefined;
  const target = types?.[type!];
  assert.ok(target, reference);
  return resolve(definitions, target);
}

/** What we would read or write differently from what the definition says. */
function differences(
  definitions: Definitions,
  given: Yaml,
  codec: Codec<unknown>,
  place: { readonly path: string; readonly origin: Origin },
): string[] {
  const { path, origin } = place;
  const schema = resolve(definitions, given);
  const shape = codec.shape;
  if (Array.isArray(schema["enum"])) {
    if (shape.kind !== "enum") return [`${path}: is an enum, not ${shape.kind}`];
    return schema["enum"].filter((literal) => !shape.literals.includes(literal))
      .map((literal) => `${path}: lacks the value ${literal}`);
  }
  switch (schema["type"]) {
    case "object":
      return objectDifferences(definitions, schema, shape, place);
    case "array":
      if (shape.kind !== "array") return [`${path}: is a list, not ${shape.kind}`];
      return differences(definitions, schema["items"] as Yaml, shape.items, { origin, path: `${path}[]` });
    case "string":
      if (schema["format"] === "date-time") return kind(shape, "dateTime", path);
      return [
        ...kind(shape, "string", path),
        ...limit(schema, "maxLength", shape.kind === "string" ? shape.maxLength : undefined, path),
      ];
    case "integer":
    case "number":
      return [
        ...kind(shape, schema["type"], path),
        ...limit(schema, "minimum", "minimum" in shape ? shape.minimum : undefined, path),
        ...limit(schema, "maximum", "maximum" in shape ? shape.maximum : undefined, path),
      ];
    default:
      return kind(shape, String(schema["type"]), path);
  }
}

function kind(shape: Shape, expected: string, path: string): string[] {
  return shape.kind === expected ? [] : [`${path}: is ${expected}, not ${shape.kind}`];
}

function limit(schema: Yaml, name: string, ours: number | undefined, path: string): string[] {
  return schema[name] === ours ? [] : [`${path}: ${name} is ${schema[name]}, not ${ours}`];
}

function objectDifferences(
  definitions: Definitions,
  schema: Yaml,
  shape: Shape,
  { path, origin }: { readonly path: string; readonly origin: Origin },
): string[] {
  if (shape.kind !== "object") return [`${path}: is an object, not ${shape.kind}`];
  const found = entries(schema["properties"]).flatMap(([name, property]) => {
    const codec = shape.required[name] ?? shape.optional[name];
    return codec
      ? differences(definitions, property, codec, { origin, path: `${path}.${name}` })
      : [`${path}: lacks ${name}`];
  });
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  for (const name of Object.keys(shape.required)) {
    if (!required.includes(name)) found.push(`${path}: demands ${name}`);
  }
  for (const name of origin === "theirs" ? [] : required) {
    if (!(name in shape.required)) found.push(`${path}: may be sent without ${name}`);
  }
  return found;
}

function interfaceDifferences(definitions: Definitions, declared: Interface): string[] {
  const definition = definitions.interfaces.get(declared.name);
  assert.ok(definition, `no interface ${declared.name}`);
  const isProvided = PROVIDED.has(declared.name);
  const [told, asked]: [Origin, Origin] = declared.name === BOTH_WAYS
    ? ["both", "both"]
    : isProvided
    ? ["ours", "theirs"]
    : ["theirs", "ours"];
  const commands = entries(definition["cmds"]).flatMap(([name, schema]) => {
    const command = declared.commands[name];
    const path = `${declared.name}.${name}`;
    if (!command) return [`${path}: command not declared`];
    const args = command.args.shape;
    assert.ok(args.kind === "object");
    const ours = Object.keys(args.required).sort();
    const theirs = entries(schema["arguments"]).map(([argument]) => argument).sort();
    if (String(ours) !== String(theirs)) return [`${path}: arguments are ${theirs}, not ${ours}`];
    const result = schema["result"];
    return [
      ...entries(schema["arguments"]).flatMap(([argument, type]) =>
        differences(definitions, type, args.required[argument]!, {
          origin: asked,
          path: `${path}(${argument})`,
        })
      ),
      ...isJsonObject(result)
        ? differences(definitions, result, command.result, { origin: told, path: `${path}()` })
        : kind(command.result.shape, "nothing", `${path}()`),
    ];
  });
  const variables = entries(definition["vars"]).flatMap(([name, schema]) => {
    const codec = declared.variables[name];
    const path = `${declared.name}.${name}`;
    return codec
      ? differences(definitions, schema, codec, { origin: told, path })
      : [`${path}: variable not declared`];
  });
  return [...commands, ...variables];
}

for (const release of RELEASES) {
  const definitions = {
    interfaces: definitionsOf(release, "interfaces"),
    types: definitionsOf(release, "types"),
  };
  for (const declared of INTERFACES) {
    Deno.test(`${declared.name} declares everything that EVerest ${release} has, and sends nothing incomplete`, () => {
      assert.deepEqual(interfaceDifferences(definitions, declared), []);
    });
  }
}
