import type { Schema } from "../../tools/generate/schema-source.ts";

/** Repeatable randomness (mulberry32): the same seed plays the same run. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** In [0, 1). */
  roll(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
  /** In [0, count). */
  below(count: number): number {
    return Math.floor(this.roll() * count);
  }
  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }
}

/** A value that the schema accepts. */
export function validValue(
  schema: Schema,
  definitions: Readonly<Record<string, Schema>>,
  dice: Dice,
): unknown {
  if (schema.$ref) {
    return validValue(definitions[schema.$ref.slice("#/definitions/".length)] as Schema, definitions, dice);
  }
  if (schema.type === undefined) return dice.pick([null, 1, "data", { a: [{}] }]);
  switch (schema.type) {
    case "object": {
      const entries = Object.entries(schema.properties ?? {})
        .filter(([name]) => schema.required?.includes(name) || dice.roll() < 0.5)
        .map(([name, property]) => [name, validValue(property, definitions, dice)]);
      return Object.fromEntries(entries);
    }
    case "array": {
      const length = Math.min(schema.maxItems ?? 3, Math.max(schema.minItems ?? 0, 1 + dice.below(2)));
      return Array.from({ length }, () => validValue(schema.items ?? {}, definitions, dice));
    }
    case "string":
      if (schema.enum) return dice.pick(schema.enum);
      if (schema.format) return "2026-01-15T10:00:00.000Z";
      return dice.pick(["x", "", "🔌", "x".repeat(Math.min(schema.maxLength ?? 40, 300))]);
    case "integer":
      return (schema.minimum ?? 0) + dice.below(50);
    case "number":
      return dice.roll() * 100;
    case "boolean":
      return dice.roll() < 0.5;
  }
}

const LENGTHS = [
  19,
  20,
  21,
  36,
  37,
  50,
  51,
  255,
  256,
  512,
  513,
  1000,
  1001,
  2500,
  2501,
  5600,
  5601,
  7500,
  7501,
];
const SCALARS: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1,
    100,
    101,
    1.5,
    -0,
    1e20,
    2 ** 53,
    Infinity,
    "",
    "x",
    "Accepted",
    "0",
    "null",
  ],
];
const KEYS = [
  "surplus",
  "__proto__",
  "constructor",
  "toString",
  "",
  "0",
  "customData",
  "vendorId",
  "evse",
  "id",
];
const TIMES = [
  ...[
    "2026-02-29T10:00:00Z",
    "2024-02-29T10:00:00Z",
    "2026-01-15t10:00:00z",
    "2026-01-15 10:00:00Z",
    "2026-01-15",
  ],
  ...["2026-01-15T10:00:00", "2016-12-31T23:59:60Z", "2026-01-15T10:00:60Z", "2026-01-15T10:00:00+23:59"],
  ...[
    "2026-01-15T10:00:00+24:00",
    "2026-01-15T10:00:00+0100",
    "2026-01-15T10:00:00.Z",
    "2026-13-01T00:00:00Z",
  ],
];
const CHARACTERS = [..."0123456789-+:.TtZz ", "\n", "x"];

/** Every object and list inside the value, itself included. */
function containers(value: unknown, found: object[] = []): object[] {
  if (typeof value !== "object" || value === null) return found;
  found.push(value);
  for (const child of Object.values(value)) containers(child, found);
  return found;
}

function oddValue(old: unknown, dice: Dice): unknown {
  if (typeof old === "string" && /^\d{4}-/.test(old)) {
    if (dice.roll() < 0.5) return dice.pick(TIMES);
    const at = dice.below(old.length);
    return old.slice(0, at) + dice.pick(CHARACTERS) + old.slice(at + dice.below(2));
  }
  switch (dice.below(5)) {
    case 0:
      return dice.pick(["x", "🔌"]).repeat(dice.pick(LENGTHS));
    case 1:
      return Array.from({ length: dice.below(6) }, () => structuredClone(old ?? null));
    case 2:
      return { [dice.pick(KEYS)]: structuredClone(old ?? null) };
    case 3:
      return [];
    default:
      return dice.pick(SCALARS);
  }
}

/** Changes one thing somewhere inside; own properties only, as JSON.parse would make them. */
function mutateOnce(payload: unknown, dice: Dice): unknown {
  const place = dice.pick(containers(payload));
  if (place === undefined || dice.roll() < 0.01) return oddValue(payload, dice);
  const keys = Object.keys(place);
  const key = dice.pick(keys);
  const put = (name: string, value: unknown) =>
    Object.defineProperty(place, name, { value, writable: true, enumerable: true, configurable: true });
  switch (dice.below(4)) {
    case 0:
      if (Array.isArray(place)) place.splice(dice.below(place.length), 1);
      else if (key !== undefined) Reflect.deleteProperty(place, key);
      break;
    case 1:
      if (Array.isArray(place)) place.push(...place.slice(0, 4), oddValue(place[0], dice));
      else put(dice.pick(KEYS), dice.pick(SCALARS));
      break;
    default:
      if (key !== undefined) put(key, oddValue((place as Record<string, unknown>)[key], dice));
  }
  return payload;
}

/** The payload after one to three changes, some of which may leave it valid. */
export function mutate(payload: unknown, dice: Dice): unknown {
  let mutated = payload;
  for (let changes = 1 + dice.below(3); changes > 0; changes--) mutated = mutateOnce(mutated, dice);
  return mutated;
}
