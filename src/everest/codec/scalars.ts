import { type Codec, type Decoded, fits, outOfLimits, printable, wrong } from "./codec.ts";

const INT32_MAX = 2_147_483_647;

/** A string of at most `maxLength` code points. */
export function string(limits: { readonly maxLength?: number } = {}): Codec<string> {
  const { maxLength } = limits;
  const tooLong = (text: string) =>
    maxLength !== undefined && text.length > maxLength && [...text].length > maxLength;
  const reason = `is longer than ${maxLength} characters`;
  return {
    shape: maxLength === undefined ? { kind: "string" } : { kind: "string", maxLength },
    read(input, context) {
      if (typeof input !== "string") return wrong(`must be a string, is ${printable(input)}`);
      return tooLong(input) ? outOfLimits(input, reason, context) : fits(input);
    },
    write(value) {
      if (typeof value !== "string") return wrong(`must be a string, is ${printable(value)}`);
      return tooLong(value) ? wrong(reason) : fits(value);
    },
  };
}

interface Range {
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A 32-bit signed integer, as in C++. */
export function integer(range: Range = {}): Codec<number> {
  const minimum = range.minimum ?? -INT32_MAX - 1;
  const maximum = range.maximum ?? INT32_MAX;
  return numeric("integer", range, (value) => {
    // Beyond 2^53 - 1 a number stands for several integers, and OCPP has none of them.
    if (!Number.isSafeInteger(value)) return { fatal: `must be an integer, is ${value}` };
    return value < minimum || value > maximum ? { limit: `is not within ${minimum}..${maximum}` } : {};
  });
}

/** A finite number; EVerest writes NaN as null, which is refused here and left out where optional. */
export function number(range: Range = {}): Codec<number> {
  const { minimum = -Infinity, maximum = Infinity } = range;
  return numeric("number", range, (value) => {
    if (!Number.isFinite(value)) return { fatal: `must be finite, is ${value}` };
    return value < minimum || value > maximum ? { limit: `is not within ${minimum}..${maximum}` } : {};
  });
}

function numeric(
  kind: "integer" | "number",
  range: Range,
  judge: (value: number) => { readonly fatal?: string; readonly limit?: string },
): Codec<number> {
  return {
    shape: { kind, ...range },
    read(input, context) {
      if (typeof input !== "number") return wrong(`must be a number, is ${printable(input)}`);
      const { fatal, limit } = judge(input);
      if (fatal !== undefined) return wrong(fatal);
      return limit === undefined ? fits(input) : outOfLimits(input, limit, context);
    },
    write(value) {
      if (typeof value !== "number") return wrong(`must be a number, is ${printable(value)}`);
      const { fatal, limit } = judge(value);
      const reason = fatal ?? limit;
      return reason === undefined ? fits(value) : wrong(reason);
    },
  };
}

export function boolean(): Codec<boolean> {
  const check = (value: unknown): Decoded<boolean> =>
    typeof value === "boolean" ? fits(value) : wrong(`must be true or false, is ${printable(value)}`);
  return { shape: { kind: "boolean" }, read: check, write: check };
}

/** The only form that every EVerest release parses correctly: its C++ reader ignores zone offsets. */
const EVEREST_TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/**
 * A point in time as text. Any text is read, since EVerest declares plain strings here; `bridge/timestamps`
 * parses it. Written only in the 24 character UTC form.
 */
export function dateTime(): Codec<string> {
  return {
    shape: { kind: "dateTime" },
    read(input) {
      return typeof input === "string"
        ? fits(input)
        : wrong(`must be a date and time, is ${printable(input)}`);
    },
    write(value) {
      return typeof value === "string" && EVEREST_TIMESTAMP.test(value)
        ? fits(value)
        : wrong(`must be a UTC time with milliseconds, is ${printable(value)}`);
    },
  };
}

/** One of the literals of an EVerest enum. */
export function enumOf<const L extends string>(...literals: readonly L[]): Codec<L> {
  const known: ReadonlySet<unknown> = new Set(literals);
  const check = (value: unknown): Decoded<L> =>
    known.has(value) ? fits(value as L) : wrong(`is not a known value: ${printable(value)}`);
  return { shape: { kind: "enum", literals }, read: check, write: check };
}

/** The result of a command that returns nothing; any value is ignored when read, null is sent. */
export function nothing(): Codec<void> {
  return { shape: { kind: "nothing" }, read: () => fits(undefined), write: () => fits(null) };
}
