import { isJsonObject, type JsonValue } from "../kernel/json.ts";

export type WireJson = { kind: "value"; value: JsonValue } | { kind: "unpublishable"; reason: string };

const MAX_DEPTH = 64;

/**
 * The value as EVerest modules can read it. C++ receivers die on a null where an optional member should be
 * absent, on NaN (which JSON turns into null), and drop text that is not well-formed; so absent members are
 * left out, lone surrogates replaced, and NaN and infinities refused.
 */
export function toWireJson(value: unknown): WireJson {
  return convert(value, "", 0);
}

function convert(value: unknown, path: string, depth: number): WireJson {
  if (depth > MAX_DEPTH) return unpublishable(path, "is nested too deeply");
  switch (typeof value) {
    case "string":
      return { kind: "value", value: value.toWellFormed() };
    case "boolean":
      return { kind: "value", value };
    case "number":
      return Number.isFinite(value) ? { kind: "value", value } : unpublishable(path, `is ${value}`);
  }
  if (value === null) return { kind: "value", value };
  if (Array.isArray(value)) return convertArray(value, path, depth);
  if (isJsonObject(value)) return convertObject(value, path, depth);
  return unpublishable(path, `is of type ${typeof value}`);
}

function convertArray(items: readonly unknown[], path: string, depth: number): WireJson {
  const converted: JsonValue[] = [];
  for (const [index, item] of items.entries()) {
    const result = convert(item, `${path}[${index}]`, depth + 1);
    if (result.kind === "unpublishable") return result;
    if (result.value === null) return unpublishable(`${path}[${index}]`, "is null");
    converted.push(result.value);
  }
  return { kind: "value", value: converted };
}

function convertObject(members: Record<string, unknown>, path: string, depth: number): WireJson {
  const converted: Record<string, JsonValue> = {};
  for (const [name, member] of Object.entries(members)) {
    if (member === null || member === undefined) continue;
    const result = convert(member, path === "" ? name : `${path}.${name}`, depth + 1);
    if (result.kind === "unpublishable") return result;
    Object.defineProperty(converted, name, { value: result.value, enumerable: true }); // also for "__proto__"
  }
  return { kind: "value", value: converted };
}

function unpublishable(path: string, reason: string): WireJson {
  return { kind: "unpublishable", reason: `${path === "" ? "value" : path} ${reason}` };
}
