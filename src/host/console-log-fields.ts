import { MASK } from "../kernel/mask.ts";
import { reasonOf } from "../kernel/reason-of.ts";
import { withoutUrlCredentials } from "../kernel/url-credentials.ts";

/** Names of fields whose values never reach the log. */
const SECRET_NAME = /passw|secret|credential|private.?key|^authorization$|^pin$|sim.?pin/i;
/** Longest value in characters. */
const MAX_VALUE_LENGTH = 1000;

/** What JSON leaves as it is, but a terminal or a log reader may take for a line break or a command. */
// deno-lint-ignore no-control-regex
const UNPRINTABLE = /[\x00-\x1f\x7f-\x9f\u2028\u2029]/g;

/** In quotes, with everything escaped that could end the line. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** `name=value`, quoted like JSON when the value would not stand as one word. Never throws. */
export function formatField(name: string, value: unknown): string {
  if (SECRET_NAME.test(name)) return `${name}=${MASK}`;
  const text = withoutUrlCredentials(plainText(value));
  const short = text.length <= MAX_VALUE_LENGTH ? text : `${text.slice(0, MAX_VALUE_LENGTH)}…`;
  return `${name}=${/^[^\s"=\\\p{Cc}\u2028\u2029]+$/u.test(short) ? short : quoted(short)}`;
}

/** The value in words. Never throws. */
export function plainText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Error) return reasonOf(value);
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (typeof value !== "object" || value === null) return String(value);
  try {
    return JSON.stringify(value, (name, inner) => SECRET_NAME.test(name) ? MASK : inner) ?? String(value);
  } catch (error) {
    return `(${error instanceof Error ? error.message.split("\n")[0] : "cannot be shown"})`;
  }
}
