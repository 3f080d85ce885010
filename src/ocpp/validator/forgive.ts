import { isJsonObject } from "../../kernel/json.ts";
import { firstCharacters } from "../first-characters.ts";
import { unknownName } from "../unknown-name.ts";
import type { Check, Resolve } from "./checks.ts";
import { compileSchema } from "./checks.ts";
import { DESCRIPTIVE_TEXTS, EXTRAS, type Forgiven, type Leniency, type Slip } from "./leniency.ts";
import { plainDateTime } from "../../kernel/plain-date-time.ts";
import type { Schema } from "./schema.ts";

/** The schema behind a reference. */
export type Definition = (reference: string) => Schema;

/** A payload as it was meant, as far as that is plain, and what had to be forgiven for it. */
export interface LenientReading {
  readonly value: unknown;
  readonly forgiven: readonly Forgiven[];
}

export interface ForgiveDeps {
  readonly leniency: Leniency;
  readonly definition: Definition;
  readonly check: Resolve;
}

/**
 * Reads a payload that breaks its schema as it was plainly meant. What is not plain stays as it is, for the schema to
 * refuse. Total, and linear in the size of the payload; the payload itself is not changed.
 */
export function forgive(schema: Schema, payload: unknown, deps: ForgiveDeps): LenientReading {
  const forgiven: Forgiven[] = [];
  const reader = new LenientReader(deps, forgiven);
  return { value: reader.read(schema, payload, "", ""), forgiven };
}

/** Stands for a member that is left out. */
const ABSENT = Symbol("absent");

function isBlankText(value: unknown): boolean {
  return typeof value === "string" && value.trim() === "";
}

/** What serializers write for a member without a value. */
function isBlank(value: unknown): boolean {
  return value === null || isBlankText(value) || (Array.isArray(value) && value.length === 0);
}

class LenientReader {
  constructor(readonly deps: ForgiveDeps, readonly forgiven: Forgiven[]) {}

  read(schema: Schema, value: unknown, path: string, name: string): unknown {
    if (schema.$ref !== undefined) return this.read(this.deps.definition(schema.$ref), value, path, name);
    switch (schema.type) {
      case "object":
        return isJsonObject(value) ? this.#object(schema, value, path) : value;
      case "array":
        if (!Array.isArray(value) || schema.items === undefined) return value;
        return value.map((element, index) =>
          this.read(schema.items ?? {}, element, `${path}[${index}]`, name)
        );
      case "string":
        return typeof value === "string" ? this.#text(schema, value, path, name) : value;
      case "integer":
      case "number":
        return this.#number(value, path);
      default:
        return value;
    }
  }

  #object(schema: Schema, value: Record<string, unknown>, path: string): unknown {
    const { properties = {}, required = [] } = schema;
    const members: [string, unknown][] = [];
    for (const [name, member] of Object.entries(value)) {
      const rule = Object.hasOwn(properties, name) ? properties[name] : undefined;
      const shownName = rule === undefined ? unknownName(name) : name;
      const at = path === "" ? shownName : `${path}.${shownName}`;
      const read = rule === undefined
        ? this.#unknown(schema, member, at)
        : this.#member(rule, member, at, { name, isOptional: !required.includes(name) });
      if (read !== ABSENT) members.push([name, read]);
    }
    return Object.fromEntries(members);
  }

  #unknown(schema: Schema, member: unknown, path: string): unknown {
    const isForgiven = schema.additionalProperties === false &&
      this.deps.leniency.unknownMembers === "dropped";
    return isForgiven ? this.#forgive(path, "unknown member", ABSENT) : member;
  }

  #member(
    rule: Schema,
    member: unknown,
    path: string,
    { name, isOptional }: { readonly name: string; readonly isOptional: boolean },
  ): unknown {
    if (!isOptional) return this.read(rule, member, path, name);
    if (member === null) return this.#forgive(path, "null for an absent member", ABSENT);
    if (this.deps.leniency.answers === "refused") return this.read(rule, member, path, name);
    const check: Check = compileSchema(rule, this.deps.check);
    if (check(member) === undefined) return member;
    const { type } = rule.$ref === undefined ? rule : this.deps.definition(rule.$ref);
    if (type === "array" && Array.isArray(member) && member.length === 0) {
      return this.#forgive(path, "empty list for an absent member", ABSENT);
    }
    if (type === "object" && isJsonObject(member) && Object.values(member).every(isBlank)) {
      return this.#forgive(path, "empty object for an absent member", ABSENT);
    }
    if (isBlankText(member)) return this.#forgive(path, "empty text for an absent member", ABSENT);
    const read = this.read(rule, member, path, name);
    return EXTRAS.has(name) && check(read) !== undefined
      ? this.#forgive(path, "unusable extra", ABSENT)
      : read;
  }

  #text(schema: Schema, value: string, path: string, name: string): unknown {
    if (schema.format === "date-time") {
      const timestamp = plainDateTime(value);
      return timestamp === undefined || timestamp === value.toUpperCase()
        ? value
        : this.#forgive(path, "timestamp is not RFC 3339", timestamp);
    }
    if (this.deps.leniency.answers === "refused") return value;
    if (schema.enum) {
      if (schema.enum.includes(value)) return value;
      const literals = schema.enum.filter((literal) => literal.toLowerCase() === value.toLowerCase());
      return literals.length === 1 ? this.#forgive(path, "literal in another case", literals[0]) : value;
    }
    if (schema.maxLength === undefined || !DESCRIPTIVE_TEXTS.has(name)) return value;
    const cut = firstCharacters(value, schema.maxLength);
    return cut === value ? value : this.#forgive(path, "text too long", cut);
  }

  #number(value: unknown, path: string): unknown {
    if (typeof value !== "string" || this.deps.leniency.answers === "refused") return value;
    return /^-?\d{1,15}(\.\d{1,6})?$/.test(value)
      ? this.#forgive(path, "number as text", Number(value))
      : value;
  }

  #forgive<T>(path: string, slip: Slip, corrected: T): T {
    this.forgiven.push({ path, slip });
    return corrected;
  }
}
