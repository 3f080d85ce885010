import assert from "node:assert/strict";
import { misspeltKeyFindings } from "../../../src/check/misspelt-keys.ts";

interface ObjectSchema {
  readonly properties: Readonly<Record<string, unknown>>;
}

const SCHEMA: ObjectSchema & { readonly definitions: Readonly<Record<string, ObjectSchema>> } = JSON.parse(
  await Deno.readTextFile(new URL("../../../device-model/schema.json", import.meta.url)),
);

Deno.test("no key that the schema of component files allows counts as misspelt", () => {
  const ofVariable = (variable: object) => ({ properties: { Any: variable } });
  const places: readonly (readonly [ObjectSchema, (part: object) => object])[] = [
    [SCHEMA, (component) => component],
    [SCHEMA.definitions["variable"]!, ofVariable],
    [SCHEMA.definitions["characteristics"]!, (characteristics) => ofVariable({ characteristics })],
    [SCHEMA.definitions["attribute"]!, (attribute) => ofVariable({ attributes: [attribute] })],
    [SCHEMA.definitions["monitor"]!, (monitor) => ofVariable({ monitors: [monitor] })],
  ];
  for (const [{ properties }, placed] of places) {
    for (const key of Object.keys(properties)) {
      const text = JSON.stringify(placed({ [key]: {} }));
      assert.deepEqual(misspeltKeyFindings({ path: "x.json", text }), [], key);
    }
  }
});
