import type { JsonValue } from "../../kernel/json.ts";
import { isJsonObject } from "../../kernel/json.ts";
import {
  atKey,
  type Codec,
  type DecodeContext,
  type Decoded,
  type Fields,
  fits,
  type Infer,
  outOfLimits,
  printable,
  readPart,
  wrong,
} from "./codec.ts";

type Flatten<T> = { [K in keyof T]: T[K] };

/** The TypeScript type of an object with these fields. */
export type ObjectOf<R extends Fields, O extends Fields> = Flatten<
  & { readonly [K in keyof R]: Infer<R[K]> }
  & { readonly [K in keyof O]?: Infer<O[K]> }
>;

/**
 * An object; keys that are not declared are ignored when read and left out when written. `null` counts as an
 * absent optional field when read (EVerest prints NaN as null) and is refused when written.
 */
export function object<R extends Fields, O extends Fields = Record<never, never>>(
  required: R,
  optional: O = {} as O,
): Codec<ObjectOf<R, O>> {
  const requiredFields = Object.entries(required);
  const optionalFields = Object.entries(optional);
  return {
    shape: { kind: "object", required, optional },
    read(input, context) {
      if (!isJsonObject(input)) return wrong(`must be an object, is ${printable(input)}`);
      const value: Record<string, unknown> = {};
      for (const [key, codec] of requiredFields) {
        const part = readPart(codec, key, input[key], context);
        if (part.kind === "wrong") return part;
        value[key] = part.value;
      }
      for (const [key, codec] of optionalFields) {
        if (input[key] === undefined || input[key] === null) continue;
        const part = readDispensable(codec, key, input[key], context);
        if (part?.kind === "wrong") return part;
        if (part) value[key] = part.value;
      }
      return fits(value as ObjectOf<R, O>);
    },
    write(value) {
      if (!isJsonObject(value)) return wrong(`must be an object, is ${printable(value)}`);
      const result: Record<string, JsonValue> = {};
      for (const [key, codec] of requiredFields) {
        const part = codec.write(value[key]);
        if (part.kind === "wrong") return atKey(key, part);
        result[key] = part.value;
      }
      for (const [key, codec] of optionalFields) {
        if (value[key] === undefined) continue;
        const part = codec.write(value[key]);
        if (part.kind === "wrong") return atKey(key, part);
        result[key] = part.value;
      }
      return fits(result);
    },
  };
}

/** Reads an optional part: undefined when it is left out with a complaint. */
function readDispensable<T>(
  codec: Codec<T>,
  key: string | number,
  input: unknown,
  context: DecodeContext,
): Decoded<T> | undefined {
  const before = context.complaints.length;
  const part = readPart(codec, key, input, context);
  if (part.kind === "value" || context.strict) return part;
  // The part is dropped as a whole, so complaints about its members no longer matter.
  context.complaints.length = before;
  context.complaints.push({ path: part.path, reason: part.reason });
  return undefined;
}

interface ItemLimits {
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** A list. Read tolerantly, items that are wrong are skipped. */
export function array<T>(items: Codec<T>, limits: ItemLimits = {}): Codec<readonly T[]> {
  const { minItems = 0, maxItems = Infinity } = limits;
  const countComplaint = (count: number) =>
    count < minItems || count > maxItems
      ? `must have ${minItems}..${maxItems} items, has ${count}`
      : undefined;
  return {
    shape: { kind: "array", items },
    read(input, context) {
      if (!Array.isArray(input)) return wrong(`must be a list, is ${printable(input)}`);
      const value: T[] = [];
      for (let index = 0; index < input.length; index++) {
        const item = readDispensable(items, index, input[index], context);
        if (item?.kind === "wrong") return item;
        if (item) value.push(item.value);
      }
      const reason = countComplaint(input.length);
      return reason === undefined ? fits(value) : outOfLimits(value, reason, context);
    },
    write(value) {
      if (!Array.isArray(value)) return wrong(`must be a list, is ${printable(value)}`);
      const result: JsonValue[] = [];
      for (let index = 0; index < value.length; index++) {
        const item = items.write(value[index]);
        if (item.kind === "wrong") return atKey(index, item);
        result.push(item.value);
      }
      const reason = countComplaint(result.length);
      return reason === undefined ? fits(result) : wrong(reason);
    },
  };
}

/** An object used as a table: any keys, values all of one type. */
export function map<T>(items: Codec<T>): Codec<ReadonlyMap<string, T>> {
  return {
    shape: { kind: "map", items },
    read(input, context) {
      if (!isJsonObject(input)) return wrong(`must be an object, is ${printable(input)}`);
      const value = new Map<string, T>();
      for (const [key, entry] of Object.entries(input)) {
        const item = readPart(items, key, entry, context);
        if (item.kind === "wrong") return item;
        value.set(key, item.value);
      }
      return fits(value);
    },
    write(value) {
      if (!(value instanceof Map)) return wrong("must be a map");
      const entries: [string, JsonValue][] = [];
      for (const [key, entry] of value) {
        const item = items.write(entry);
        if (item.kind === "wrong") return atKey(String(key), item);
        entries.push([String(key), item.value]);
      }
      return fits(Object.fromEntries(entries));
    },
  };
}

/**
 * A list of enum literals inside an object. Releases up to 2026.02 send each entry as its position in that release's
 * enum instead of its name; `positions` is the list of 2026.02 where it differs from the literals of today.
 */
export function enumList<L extends string>(
  literal: Codec<L>,
  limits: ItemLimits & { readonly positions?: readonly string[] } = {},
): Codec<readonly L[]> {
  const positions = limits.positions ??
    (literal.shape.kind === "enum" ? literal.shape.literals : []);
  const byNameOrPosition: Codec<L> = {
    ...literal,
    read: (input, context) => literal.read(typeof input === "number" ? positions[input] : input, context),
  };
  return array(byNameOrPosition, limits);
}
