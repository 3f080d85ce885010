import { isJsonObject, type JsonValue } from "../kernel/json.ts";
import type { InstalledDefinitions } from "./definitions-installed.ts";
import type { Schema } from "./definitions-schema.ts";

/** Lists of literals inside objects: releases up to 2026.02 die on names there, later ones on positions. */
export type EnumLists = "names" | "positions";

export interface AdaptationContext {
  readonly types: Pick<InstalledDefinitions, "type">;
  readonly enumLists: EnumLists;
  /** Paths of the parts that had to be left out. */
  readonly leftOut: string[];
}

export type AdaptedValue =
  | { readonly kind: "fits"; readonly value: JsonValue }
  /** The value would end the receiver's process. */
  | { readonly kind: "unfit"; readonly path: string };

/**
 * The part of a value that the installed EVerest understands: C++ receivers end on an unknown literal and on
 * an undeclared key of a closed type. Optional parts are left out; a required one makes the whole unfit.
 */
export function fitToInstalled(
  value: JsonValue,
  schema: Schema,
  context: AdaptationContext,
  path = "",
): AdaptedValue {
  const { ref } = schema;
  if (ref !== undefined) {
    const type = context.types.type(ref);
    return type === undefined ? { kind: "fits", value } : fitToInstalled(value, type, context, path);
  }
  if (schema.literals && typeof value === "string") {
    return schema.literals.includes(value) ? { kind: "fits", value } : { kind: "unfit", path };
  }
  if (schema.items && Array.isArray(value)) return fitList(value, schema.items, context, path);
  return schema.properties && isJsonObject(value)
    ? fitObject(value, schema, context, path)
    : { kind: "fits", value };
}

function fitList(
  list: readonly JsonValue[],
  items: Schema,
  context: AdaptationContext,
  path: string,
): AdaptedValue {
  const value: JsonValue[] = [];
  for (const [index, item] of list.entries()) {
    const at = `${path}[${index}]`;
    const part = fitToInstalled(item, items, context, at);
    if (part.kind === "fits") value.push(part.value);
    // A list can do without one literal; of a list of objects every one counts.
    else if (literalsOf(items, context.types)) context.leftOut.push(at);
    else return part;
  }
  return value.length === 0 && list.length > 0 ? { kind: "unfit", path } : { kind: "fits", value };
}

function fitObject(
  object: Readonly<Record<string, JsonValue>>,
  { properties, required, isClosed }: Schema,
  context: AdaptationContext,
  path: string,
): AdaptedValue {
  const entries: [string, JsonValue][] = [];
  for (const [key, member] of Object.entries(object)) {
    const at = path === "" ? key : `${path}.${key}`;
    const schema = properties?.get(key);
    if (schema === undefined) {
      if (isClosed) context.leftOut.push(at);
      else entries.push([key, member]);
      continue;
    }
    const part = fitMember(member, schema, context, at);
    if (part.kind === "fits") entries.push([key, part.value]);
    else if (required?.has(key)) return part;
    else context.leftOut.push(at);
  }
  return { kind: "fits", value: Object.fromEntries(entries) };
}

function fitMember(
  member: JsonValue,
  schema: Schema,
  context: AdaptationContext,
  path: string,
): AdaptedValue {
  // The receiver would read positions, but those lists differ between releases: an optional one is not sent
  // at all.
  const isEnumList = schema.items !== undefined && literalsOf(schema.items, context.types) !== undefined;
  if (isEnumList && context.enumLists === "positions") return { kind: "unfit", path };
  return fitToInstalled(member, schema, context, path);
}

/** What an older release sent, with the names of the literals instead of their positions. */
export function withNames(
  value: unknown,
  schema: Schema,
  types: Pick<InstalledDefinitions, "type">,
): unknown {
  const { ref } = schema;
  if (ref !== undefined) {
    const type = types.type(ref);
    return type === undefined ? value : withNames(value, type, types);
  }
  if (schema.items && Array.isArray(value)) {
    const { items } = schema;
    const literals = literalsOf(items, types);
    return literals
      ? value.map((item) => typeof item === "number" ? literals[item] ?? item : item)
      : value.map((item) => withNames(item, items, types));
  }
  if (!schema.properties || !isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const property = schema.properties?.get(key);
      return [key, property === undefined ? member : withNames(member, property, types)];
    }),
  );
}

function literalsOf(
  schema: Schema,
  types: Pick<InstalledDefinitions, "type">,
): readonly string[] | undefined {
  const resolved = schema.ref === undefined ? schema : types.type(schema.ref);
  return resolved?.literals;
}
