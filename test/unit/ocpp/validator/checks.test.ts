import assert from "node:assert/strict";
import bundle from "../../../../src/ocpp/generated/schemas.json" with { type: "json" };
import { compileSchema } from "../../../../src/ocpp/validator/checks.ts";
import type { Schema, SchemaBundle } from "../../../../src/ocpp/validator/schema.ts";

const { definitions, messages } = bundle as unknown as SchemaBundle;

/** Every property of every message and type, e.g. `IdTokenType.idToken`. */
const properties: [name: string, schema: Schema][] = [
  ...Object.entries(definitions),
  ...Object.entries(messages),
]
  .flatMap(([owner, schema]) =>
    Object.entries(schema.properties ?? {}).map((
      [name, property],
    ): [string, Schema] => [`${owner}.${name}`, property])
  );

/** Elements and references are not looked into: only the property's own limits count. */
const verdict = (schema: Schema, value: unknown) =>
  compileSchema(schema, () => () => undefined)(value)?.keyword;

function having(keyword: keyof Schema, atLeast: number): [string, Schema][] {
  const found = properties.filter(([, schema]) => schema[keyword] !== undefined);
  assert.ok(found.length >= atLeast, `only ${found.length} properties have ${keyword}`);
  return found;
}

Deno.test("every list takes as many elements as its limits say, and no more or fewer", () => {
  const list = (length: number, { items }: Schema) => Array(length).fill(items?.type === "string" ? "x" : 1);
  for (const [name, schema] of having("maxItems", 11)) {
    assert.equal(verdict(schema, list(schema.maxItems ?? 0, schema)), undefined, name);
    assert.equal(verdict(schema, list((schema.maxItems ?? 0) + 1, schema)), "maxItems", name);
  }
  for (const [name, schema] of having("minItems", 40)) {
    assert.equal(verdict(schema, list(schema.minItems ?? 0, schema)), undefined, name);
    // A list that may be empty has no shorter one.
    if (schema.minItems === 0) continue;
    assert.equal(verdict(schema, list((schema.minItems ?? 0) - 1, schema)), "minItems", name);
  }
});

Deno.test("every text takes as many characters as its limit says, and not one more", () => {
  for (const [name, schema] of having("maxLength", 80)) {
    assert.equal(verdict(schema, "x".repeat(schema.maxLength ?? 0)), undefined, name);
    assert.equal(verdict(schema, "x".repeat((schema.maxLength ?? 0) + 1)), "maxLength", name);
  }
});

Deno.test("no integer is larger than a number can tell and the disk can hold", () => {
  for (const [name, schema] of properties.filter(([, { type }]) => type === "integer")) {
    const largest = schema.maximum ?? Number.MAX_SAFE_INTEGER;
    assert.equal(verdict(schema, largest), undefined, name);
    for (const beyond of [2 ** 53, 1e300]) assert.equal(verdict(schema, beyond), "maximum", name);
    for (const below of [-(2 ** 53), -1e300]) assert.equal(verdict(schema, below), "minimum", name);
  }
});

Deno.test("every number takes its limits and nothing beyond", () => {
  for (const [name, schema] of having("maximum", 2)) {
    assert.equal(verdict(schema, schema.maximum), undefined, name);
    assert.equal(verdict(schema, (schema.maximum ?? 0) + 1), "maximum", name);
  }
  for (const [name, schema] of having("minimum", 4)) {
    assert.equal(verdict(schema, schema.minimum), undefined, name);
    assert.equal(verdict(schema, (schema.minimum ?? 0) - 1), "minimum", name);
  }
});

Deno.test("every enumeration takes its own values, case-sensitively", () => {
  for (const [name, schema] of Object.entries(definitions).filter(([, { enum: values }]) => values)) {
    for (const value of schema.enum ?? []) {
      assert.equal(verdict(schema, value), undefined, `${name} ${value}`);
      assert.equal(verdict(schema, `${value}~`), "enum", `${name} ${value}`);
    }
    assert.equal(verdict(schema, 1), "type", name);
  }
});
