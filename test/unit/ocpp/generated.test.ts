import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { CORRECTIONS } from "../../../tools/generate/corrections.ts";
import { correct, mergeSchemas, type SchemaSet } from "../../../tools/generate/schema-source.ts";
import { generate, renderBundle } from "../../../tools/generate.ts";
import bundle from "../../../src/ocpp/generated/schemas.json" with { type: "json" };

Deno.test("the committed generated files are what the generator makes of the published schemas", async () => {
  for (const [name, text] of await generate()) {
    const committed = await Deno.readTextFile(
      new URL(`../../../src/ocpp/generated/${name}`, import.meta.url),
    );
    assert.equal(committed, text, `src/ocpp/generated/${name} is stale: run deno task generate`);
  }
});

Deno.test("the bundle holds 128 messages that share 143 definitions", () => {
  assert.equal(Object.keys(bundle.messages).length, 128);
  assert.equal(Object.keys(bundle.definitions).length, 143);
});

Deno.test("every reference in the bundle leads to a definition, and never back to itself", () => {
  const definitions = bundle.definitions as Record<string, unknown>;
  const referenced = (schema: unknown) =>
    [...JSON.stringify(schema).matchAll(/"#\/definitions\/(\w+)"/g)].map((match) => match[1] as string);
  const visit = (schema: unknown, trail: readonly string[]) => {
    for (const name of referenced(schema)) {
      assert.ok(name in definitions, name);
      assert.ok(!trail.includes(name), `${[...trail, name].join(" -> ")} has no end`);
      visit(definitions[name], [...trail, name]);
    }
  };
  for (const message of Object.values(bundle.messages)) visit(message, []);
});

Deno.test("no description of the standard's text reaches the generated files", async () => {
  for (const [name, text] of await generate()) {
    assert.doesNotMatch(text, /urn:x-oca|description"|javaType/, name);
  }
});

Deno.test("two messages that define one type differently stop the generator", () => {
  const message = (maxLength: number) => ({
    type: "object",
    definitions: { A: { type: "string", maxLength } },
    properties: { a: { $ref: "#/definitions/A" } },
  });
  const sources = new Map([["XRequest", message(1)], ["XResponse", message(2)]]);
  assert.throws(() => mergeSchemas(sources), /XResponse defines A in another way/);
});

Deno.test("a schema keyword without a rule stops the generator", () => {
  const sources = new Map([["XRequest", { type: "object", oneOf: [], definitions: {} }]]);
  assert.throws(() => mergeSchemas(sources), /keyword without a rule: oneOf/);
});

Deno.test("a correction that no longer fits the published schema stops the generator", () => {
  assert.throws(() => correct({ actions: [], messages: {}, definitions: {} }), /no longer applies/);
});

Deno.test("the bundle equals the standard's own 128 schemas, but for the table of corrections", async () => {
  const compressed = await Deno.readFile(new URL("../../fixtures/ocpp201/schemas.json.gz", import.meta.url));
  const standard = JSON.parse(new TextDecoder().decode(gunzipSync(compressed)));
  const { messages, definitions } = standard;
  assert.equal(Object.keys(messages).length, 128);
  const published: SchemaSet = { actions: [], messages, definitions };
  const uncorrected = renderBundle(published);
  assert.notEqual(renderBundle(correct(published)), uncorrected);
  assert.deepEqual(bundle, JSON.parse(renderBundle(published)));
  assert.equal(CORRECTIONS.length, 2);
});
