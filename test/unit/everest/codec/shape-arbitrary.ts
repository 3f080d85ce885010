import fc from "fast-check";
import type { Codec, Fields } from "../../../../src/everest/codec/mod.ts";

/** Values that the codec accepts, in the form in which they cross the bus. */
export function arbitraryOf(codec: Codec<unknown>): fc.Arbitrary<unknown> {
  const shape = codec.shape;
  switch (shape.kind) {
    case "string":
      return fc.string({ maxLength: Math.min(shape.maxLength ?? 60, 60) });
    case "dateTime":
      return fc.date({ min: new Date(0), max: new Date("2099-01-01"), noInvalidDate: true })
        .map((date) => date.toISOString());
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer({ min: shape.minimum ?? -(2 ** 31), max: shape.maximum ?? 2 ** 31 - 1 });
    case "number":
      return fc.double({
        min: shape.minimum ?? -1e9,
        max: shape.maximum ?? 1e9,
        noNaN: true,
      });
    case "enum":
      return fc.constantFrom(...shape.literals);
    case "array":
      return fc.array(arbitraryOf(shape.items), { minLength: 1, maxLength: 3 });
    case "map":
      return fc.dictionary(fc.string(), arbitraryOf(shape.items));
    case "nothing":
      return fc.constant(null);
    case "object":
      return fc.record({ ...fields(shape.required), ...fields(shape.optional) }, {
        requiredKeys: Object.keys(shape.required),
      });
  }
}

function fields(declared: Fields): Record<string, fc.Arbitrary<unknown>> {
  return Object.fromEntries(Object.entries(declared).map(([name, codec]) => [name, arbitraryOf(codec)]));
}

/** A value with one part, picked by `path`, replaced by something else. */
export function spoiled(value: unknown, path: readonly number[], part: unknown): unknown {
  if (path.length === 0 || typeof value !== "object" || value === null) return part;
  const keys = Object.keys(value);
  if (keys.length === 0) return part;
  const key = keys[path[0]! % keys.length]!;
  const inner = spoiled((value as Record<string, unknown>)[key], path.slice(1), part);
  if (Array.isArray(value)) return value.map((item, index) => String(index) === key ? inner : item);
  return { ...value, [key]: inner };
}
