import { type Codec, decodeTolerantly, type Shape } from "../../../src/everest/codec/mod.ts";

/** A value that nobody can make sense of, and what is wrong with it. */
export interface Garbage {
  readonly what: string;
  readonly value: unknown;
}

const HUGE = 1_000_000;

/** Values that do not fit: of wrong types, huge, with a required field missing or wrong, with an unknown literal. */
export function garbageFor(codec: Codec<unknown>): readonly Garbage[] {
  const candidates: Garbage[] = [
    { what: "null", value: null },
    { what: "a number out of range", value: 1e300 },
    { what: "a fraction", value: 0.5 },
    { what: "true", value: true },
    { what: "a string", value: "no such literal" },
    { what: "a huge string", value: "x".repeat(HUGE) },
    { what: "a huge list", value: Array.from({ length: HUGE / 10 }, () => 1) },
    { what: "a deep list", value: JSON.parse("[".repeat(500) + "]".repeat(500)) },
    { what: "an empty object", value: {} },
    ...partlyWrong(codec.shape),
  ];
  return candidates.filter(({ value }) => decodeTolerantly(codec, value).kind === "wrong");
}

/** Every required field in turn missing, of another type, or an unknown literal. */
function partlyWrong(shape: Shape): Garbage[] {
  if (shape.kind !== "object") return [];
  return Object.entries(shape.required).flatMap(([field, codec]) => {
    const { [field]: part, ...rest } = sampleOf(shape) as Record<string, unknown>;
    return [
      { what: `without ${field}`, value: rest },
      { what: `${field} is null`, value: { ...rest, [field]: null } },
      { what: `${field} of another type`, value: { ...rest, [field]: part === true ? "true" : true } },
      { what: `${field} is no known literal`, value: { ...rest, [field]: "no such literal" } },
      ...partlyWrong(codec.shape).map(({ what, value }) => ({
        what: `${field}: ${what}`,
        value: { ...rest, [field]: value },
      })),
    ];
  });
}

/** Some value that fits: as small as can be, or with every optional field. Every string in it is `text`. */
export function sampleOf(shape: Shape, text = "x", how: "small" | "complete" = "small"): unknown {
  switch (shape.kind) {
    case "string":
      return text;
    case "dateTime":
      return "2026-01-15T10:00:00.000Z";
    case "boolean":
      return true;
    case "nothing":
      return null;
    case "integer":
    case "number":
      return shape.minimum ?? 1;
    case "enum":
      return shape.literals[0];
    case "array":
      return how === "small" ? [] : [sampleOf(shape.items.shape, text, how)];
    case "map":
      return {};
    case "object":
      return Object.fromEntries(
        Object.entries({ ...shape.required, ...(how === "complete" ? shape.optional : {}) })
          .map(([field, codec]) => [field, sampleOf(codec.shape, text, how)]),
      );
  }
}
