import published from "ocpp-rpc/lib/schemas/ocpp2_0_1.json" with { type: "json" };
import { CORRECTIONS } from "./corrections.ts";

/** The part of JSON schema (draft 6) that OCPP 2.0.1 uses. */
export interface Schema {
  type?: "object" | "array" | "string" | "integer" | "number" | "boolean";
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: false;
  items?: Schema;
  enum?: string[];
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  format?: "date-time";
  $ref?: string;
}

export interface SchemaSet {
  /** The 64 action names, sorted. */
  readonly actions: readonly string[];
  /** `AuthorizeRequest` … -> schema of the message, sorted by name. */
  readonly messages: Readonly<Record<string, Schema>>;
  /** The definitions that the messages share, sorted by name. */
  readonly definitions: Readonly<Record<string, Schema>>;
}

/** Keywords kept as they are; everything else is either handled by `strip` or a reason to stop. */
const KEPT = [
  "type",
  "enum",
  "maxLength",
  "minItems",
  "maxItems",
  "minimum",
  "maximum",
  "format",
  "$ref",
] as const;
/** Annotations: no effect on what is valid. */
const DROPPED = new Set(["$schema", "$id", "comment", "description", "javaType", "default", "definitions"]);
/** Handled one by one below. */
const HANDLED = new Set(["properties", "required", "items", "additionalItems", "additionalProperties"]);

/** Reduces a published schema to its facts. Throws on a keyword that this generator does not know. */
export function strip(source: Record<string, unknown>): Schema {
  const unknown = Object.keys(source).filter((keyword) =>
    !DROPPED.has(keyword) && !HANDLED.has(keyword) && !(KEPT as readonly string[]).includes(keyword)
  );
  if (unknown.length > 0) throw new Error(`schema keyword without a rule: ${unknown.join(", ")}`);
  const schema: Record<string, unknown> = {};
  for (const keyword of KEPT) if (source[keyword] !== undefined) schema[keyword] = source[keyword];
  if (source["items"]) schema["items"] = strip(source["items"] as Record<string, unknown>);
  if (source["properties"]) {
    schema["properties"] = sortedBy(source["properties"] as Record<string, Record<string, unknown>>, strip);
  }
  if (source["required"]) schema["required"] = [...source["required"] as string[]].sort();
  // On enums `additionalProperties` says nothing; some editions of the schemas have it there, some not.
  if (source["additionalProperties"] === false && source["type"] === "object") {
    schema["additionalProperties"] = false;
  }
  return schema as Schema;
}

function sortedBy<S, T>(source: Record<string, S>, map: (value: S) => T): Record<string, T> {
  return Object.fromEntries(Object.keys(source).sort().map((key) => [key, map(source[key] as S)]));
}

/** `urn:Authorize.req` -> `AuthorizeRequest`. */
function messageName(id: string): string {
  const match = /^urn:(\w+)\.(req|conf)$/.exec(id);
  if (!match) throw new Error(`unexpected $id ${id}`);
  return `${match[1]}${match[2] === "req" ? "Request" : "Response"}`;
}

/** Message name -> schema as published, definitions and all. */
export function publishedSchemas(): Map<string, Record<string, unknown>> {
  const sources = published as unknown as (Record<string, unknown> & { $id: string })[];
  return new Map(sources.map((source) => [messageName(source.$id), source]));
}

/** Brings messages down to one set of shared definitions; throws when two of them disagree. */
export function mergeSchemas(sources: ReadonlyMap<string, Record<string, unknown>>): SchemaSet {
  const messages: Record<string, Schema> = {};
  const definitions: Record<string, Schema> = {};
  for (const name of [...sources.keys()].sort()) {
    const source = sources.get(name)!;
    messages[name] = strip(source);
    for (
      const [key, value] of Object.entries(source["definitions"] as Record<string, Record<string, unknown>>)
    ) {
      const definition = strip(value);
      const known = definitions[key];
      if (known && JSON.stringify(known) !== JSON.stringify(definition)) {
        throw new Error(`${name} defines ${key} in another way than the messages before it`);
      }
      definitions[key] = definition;
    }
  }
  const actions = Object.keys(messages).filter((name) => name.endsWith("Request")).map((name) =>
    name.slice(0, -7)
  );
  for (const action of actions) {
    if (!messages[`${action}Response`]) throw new Error(`${action} has no response`);
  }
  return { actions, messages, definitions: sortedBy(definitions, (definition) => definition) };
}

/** Applies the table of corrections in place; throws when a published value is not what the table expects. */
export function correct(set: SchemaSet): SchemaSet {
  for (const { message, property, keyword, published, corrected } of CORRECTIONS) {
    const schema = set.messages[message]?.properties?.[property];
    if (schema?.[keyword] !== published) {
      throw new Error(`correction of ${message}.${property} no longer applies`);
    }
    schema[keyword] = corrected;
  }
  return set;
}
