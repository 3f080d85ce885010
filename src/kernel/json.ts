import { reasonOf } from "./reason-of.ts";

export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue;
}

/** True for a plain JSON object: not null, not an array. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Total `JSON.parse`. */
export function parseJson(
  text: string,
): { kind: "value"; value: unknown } | { kind: "malformed"; reason: string } {
  try {
    return { kind: "value", value: JSON.parse(text) };
  } catch (error) {
    return { kind: "malformed", reason: reasonOf(error) };
  }
}

/** A text as it stands within JSON, without the quotes around it. */
export function withinJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
