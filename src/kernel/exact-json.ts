import { reasonOf } from "./reason-of.ts";
import { parseJson } from "./json.ts";

/** What ECMAScript 2026 adds to JSON and the compiler does not know yet. */
interface JsonWithSource {
  parse(
    text: string,
    reviver: (name: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  /** A value that `JSON.stringify` writes as this text. */
  rawJSON(text: string): unknown;
}

const json = JSON as unknown as JsonWithSource;

/**
 * Total `JSON.parse` for what only passes through: `JSON.stringify` writes every number as it was written, e.g. 1.50 and
 * 12345678901234567890. Numbers that a JavaScript number tells as they were written are such; the others are objects that
 * nobody can reckon with. In JSON that is nested deeper than the stack all numbers are ordinary ones.
 */
export function parseExactJson(text: string): ReturnType<typeof parseJson> {
  try {
    return { kind: "value", value: json.parse(text, asWritten) };
  } catch (error) {
    return error instanceof RangeError ? parseJson(text) : { kind: "malformed", reason: reasonOf(error) };
  }
}

function asWritten(_name: string, value: unknown, { source }: { readonly source?: string }): unknown {
  if (typeof value !== "number" || source === undefined || source === String(value)) return value;
  return json.rawJSON(source);
}
