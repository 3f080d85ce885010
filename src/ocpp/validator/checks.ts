import { isDateTime } from "../../kernel/date-time.ts";
import { unknownName } from "../unknown-name.ts";
import type { Schema } from "./schema.ts";
import type { SchemaViolation, ViolatedKeyword } from "./schema-violation.ts";

/** Returns the violation of a value, or undefined. Total: never throws. */
export type Check = (value: unknown) => SchemaViolation | undefined;

/** Finds the check of `#/definitions/…`. */
export type Resolve = (reference: string) => Check;

const broken = (keyword: ViolatedKeyword, message: string): SchemaViolation => ({
  path: "",
  keyword,
  message,
});

/** The same violation seen from the parent. The path is built only for failures. */
function under(segment: string, violation: SchemaViolation): SchemaViolation {
  const { path } = violation;
  const joint = path === "" || path.startsWith("[") ? "" : ".";
  return { ...violation, path: `${segment}${joint}${path}` };
}

/** Turns a schema into a closure once, so that validating is calls and comparisons only. */
export function compileSchema(schema: Schema, resolve: Resolve): Check {
  if (schema.$ref !== undefined) return resolve(schema.$ref);
  // DataTransfer's `data` and nothing else has no type: any JSON value will do.
  if (schema.type === undefined) return () => undefined;
  switch (schema.type) {
    case "object":
      return objectCheck(schema, resolve);
    case "array":
      return arrayCheck(schema, resolve);
    case "string":
      return stringCheck(schema);
    case "integer":
      // Beyond these numbers skip integers, and the disk cannot hold them. OCPP means 32 bits, which some CSMSs exceed.
      return numberCheck(
        { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER, ...schema },
        Number.isInteger,
        "must be an integer",
      );
    case "number":
      // JSON.parse turns 1e999 into Infinity, which is no JSON number.
      return numberCheck(schema, Number.isFinite, "must be a number");
    case "boolean": {
      const violation = broken("type", "must be a boolean");
      return (value) => value === true || value === false ? undefined : violation;
    }
  }
}

interface Property {
  readonly name: string;
  readonly required: boolean;
  readonly check: Check;
}

function objectCheck(schema: Schema, resolve: Resolve): Check {
  const required = new Set(schema.required);
  const properties = new Map<string, Property>();
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    properties.set(name, { name, required: required.has(name), check: compileSchema(property, resolve) });
  }
  const closed = schema.additionalProperties === false;
  const requiredCount = required.size;
  const notAnObject = broken("type", "must be an object");

  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return notAnObject;
    let seen = 0;
    // Iterates over the present keys, as most optional ones are absent. A Map, so that `__proto__` is an
    // ordinary key.
    for (const key in value) {
      const property = properties.get(key);
      if (property === undefined) {
        if (closed) {
          return broken(
            "additionalProperties",
            `must not have the property ${JSON.stringify(unknownName(key))}`,
          );
        }
        continue;
      }
      const violation = property.check((value as Record<string, unknown>)[key]);
      if (violation !== undefined) return under(key, violation);
      if (property.required) seen++;
    }
    return seen === requiredCount ? undefined : missing(value, required);
  };
}

function missing(value: object, required: ReadonlySet<string>): SchemaViolation {
  const names = [...required].filter((name) => !Object.hasOwn(value, name));
  return broken("required", `must have the property ${names[0]}`);
}

function arrayCheck(schema: Schema, resolve: Resolve): Check {
  const element = compileSchema(schema.items ?? {}, resolve);
  const { minItems = 0, maxItems = Infinity } = schema;
  const notAnArray = broken("type", "must be an array");

  return (value) => {
    if (!Array.isArray(value)) return notAnArray;
    const { length } = value;
    if (length < minItems) return broken("minItems", `must have at least ${minItems} element(s)`);
    if (length > maxItems) return broken("maxItems", `must have at most ${maxItems} element(s)`);
    for (let index = 0; index < length; index++) {
      const violation = element(value[index]);
      if (violation !== undefined) return under(`[${index}]`, violation);
    }
    return undefined;
  };
}

function stringCheck(schema: Schema): Check {
  const notAString = broken("type", "must be a string");
  if (schema.enum) {
    const values = new Set<unknown>(schema.enum);
    const notAllowed = broken("enum", `must be one of ${schema.enum.join(", ")}`);
    return (value) => values.has(value) ? undefined : typeof value === "string" ? notAllowed : notAString;
  }
  if (schema.format) {
    const notATimestamp = broken("format", "must be a timestamp as in RFC 3339");
    return (value) => typeof value !== "string" ? notAString : isDateTime(value) ? undefined : notATimestamp;
  }
  const { maxLength = Infinity } = schema;
  const tooLong = broken("maxLength", `must be at most ${maxLength} characters long`);
  return (value) => {
    if (typeof value !== "string") return notAString;
    return value.length <= maxLength || !longerThan(value, maxLength) ? undefined : tooLong;
  };
}

/** JSON schema counts characters, JavaScript counts UTF-16 units: only a string of pairs is worth counting. */
function longerThan(text: string, maxLength: number): boolean {
  if (text.length > 2 * maxLength) return true;
  let characters = 0;
  for (const _ of text) characters++;
  return characters > maxLength;
}

function numberCheck(schema: Schema, isOfType: (value: unknown) => boolean, message: string): Check {
  const { minimum = -Infinity, maximum = Infinity } = schema;
  const wrongType = broken("type", message);
  const tooSmall = broken("minimum", `must be at least ${minimum}`);
  const tooLarge = broken("maximum", `must be at most ${maximum}`);
  return (value) => {
    if (!isOfType(value)) return wrongType;
    if ((value as number) < minimum) return tooSmall;
    return (value as number) > maximum ? tooLarge : undefined;
  };
}
