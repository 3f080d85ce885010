import type { JsonValue } from "../../kernel/json.ts";

/** What is wrong and where; `path` is dotted (`meter_value.energy_Wh_import.total`), empty for the value itself. */
export interface CodecViolation {
  readonly path: string;
  readonly reason: string;
}

/** `path: reason`, for one line of text. */
export function located(violation: CodecViolation): string {
  return violation.path === "" ? violation.reason : `${violation.path}: ${violation.reason}`;
}

export type Decoded<T> =
  | { readonly kind: "value"; readonly value: T }
  | ({ readonly kind: "wrong" } & CodecViolation);

/** A value that could be read although parts of it were wrong; `complaints` names those parts. */
export type TolerantlyDecoded<T> =
  | { readonly kind: "value"; readonly value: T; readonly complaints: readonly CodecViolation[] }
  | ({ readonly kind: "wrong" } & CodecViolation);

/**
 * How to treat what is wrong but not fatal; the complaints collected so far, relative to the current codec.
 */
export interface DecodeContext {
  readonly strict: boolean;
  readonly complaints: CodecViolation[];
}

/**
 * One EVerest type, declared once: the TypeScript type (`Infer`), a total reader of what peers send and a
 * checker of what we send. Use `decode`, `decodeTolerantly` and `encode`; `read` and `write` are for codecs
 * built of codecs.
 */
export interface Codec<T> {
  readonly shape: Shape;
  read(input: unknown, context: DecodeContext): Decoded<T>;
  write(value: unknown): Decoded<JsonValue>;
}

export type Infer<C> = C extends Codec<infer T> ? T : never;

/** Codecs by field name. */
export type Fields = Readonly<Record<string, Codec<unknown>>>;

/** What a codec accepts, for tests that compare it with EVerest's YAML and for diagnostics. */
export type Shape =
  | { readonly kind: "string"; readonly maxLength?: number }
  | { readonly kind: "dateTime" | "boolean" | "nothing" }
  | { readonly kind: "integer" | "number"; readonly minimum?: number; readonly maximum?: number }
  | { readonly kind: "enum"; readonly literals: readonly string[] }
  | { readonly kind: "array" | "map"; readonly items: Codec<unknown> }
  | { readonly kind: "object"; readonly required: Fields; readonly optional: Fields };

/** Reads strictly: anything that does not fit makes the whole value wrong. For arguments of our commands. */
export function decode<T>(codec: Codec<T>, input: unknown): Decoded<T> {
  return codec.read(input, { strict: true, complaints: [] });
}

/**
 * Reads what a newer, older or careless peer sent: an optional field or a list item that is wrong is left
 * out, a value out of range stays, both with a complaint. Only a required part that is missing, of the wrong
 * type or an unknown literal makes the value wrong: one odd field must not cost us a TransactionFinished.
 */
export function decodeTolerantly<T>(codec: Codec<T>, input: unknown): TolerantlyDecoded<T> {
  const complaints: CodecViolation[] = [];
  const decoded = codec.read(input, { strict: false, complaints });
  return decoded.kind === "value" ? { ...decoded, complaints } : decoded;
}

/**
 * Checks what we are about to publish and copies its declared fields: no null, no NaN, literals legal,
 * integers within int32, lengths within limits. Anything else would end the C++ process that receives it.
 */
export function encode<T>(codec: Codec<T>, value: T): Decoded<JsonValue> {
  return codec.write(value);
}

export function fits<T>(value: T): Decoded<T> {
  return { kind: "value", value };
}

export function wrong(reason: string, path = ""): { readonly kind: "wrong" } & CodecViolation {
  return { kind: "wrong", path, reason };
}

/** The violation as seen from the object or array that holds the value under `key`. */
export function atKey<V extends CodecViolation>(key: string | number, violation: V): V {
  const path = violation.path === "" ? String(key) : `${key}.${violation.path}`;
  return { ...violation, path };
}

/** Reads a part and lets its complaints name where they are. */
export function readPart<T>(
  codec: Codec<T>,
  key: string | number,
  input: unknown,
  context: DecodeContext,
): Decoded<T> {
  const before = context.complaints.length;
  const part = codec.read(input, context);
  for (let i = before; i < context.complaints.length; i++) {
    context.complaints[i] = atKey(key, context.complaints[i]!);
  }
  return part.kind === "wrong" ? atKey(key, part) : part;
}

/**
 * For a value of the right type that breaks a limit: wrong when read strictly, else accepted with a
 * complaint.
 */
export function outOfLimits<T>(value: T, reason: string, context: DecodeContext): Decoded<T> {
  if (context.strict) return wrong(reason);
  context.complaints.push({ path: "", reason });
  return fits(value);
}

/** Short, printable form of a foreign value for a log line. */
export function printable(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : describeType(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function describeType(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object") return "an object";
  return String(value);
}
