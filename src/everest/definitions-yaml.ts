// @ts-types="./js-yaml.d.ts"
import { FAILSAFE_SCHEMA, load, Type, types, YAMLException } from "js-yaml";
import { MAX_DEFINITION_CHARACTERS, MAX_DEFINITION_DEPTH, MAX_DEFINITION_VALUES } from "../kernel/limits.ts";

/** Scalars as the core schema of YAML 1.2 has them: `yes` is a text, `0o17` is 15, `017` is 17. */
const CORE = FAILSAFE_SCHEMA.extend({
  implicit: [
    types.null,
    types.bool,
    numberType("int", /^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/),
    numberType("float", /^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.inf|\.nan)$/i),
  ],
});

/**
 * Reads the YAML of EVerest's interface and type files as JSON can say it. Total: undefined for text that is not one
 * YAML document, that goes past the limits, or whose meaning depends on the reader (merge keys, tags of other schemas,
 * numbers that a double does not express).
 */
export function parseDefinitionYaml(text: string): unknown {
  if (text.length > MAX_DEFINITION_CHARACTERS) return undefined;
  try {
    // The library counts one level more than there are.
    const value = load(text, { schema: CORE, maxDepth: MAX_DEFINITION_DEPTH + 1 }) ?? null;
    return isTree(value) ? value : undefined;
  } catch (error) {
    if (error instanceof YAMLException) return undefined;
    throw error;
  }
}

/** Where something stands in a text; both counted from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

export type LocatedYaml =
  | {
    readonly kind: "document";
    readonly value: unknown;
    /** Where the value at this path of keys and indexes stands; undefined when there is none. */
    locate(path: readonly (string | number)[]): TextPosition | undefined;
  }
  | { readonly kind: "malformed"; readonly reason: string; readonly position?: TextPosition };

/**
 * Reads YAML (also JSON, which is YAML) that people write, with the position of every value. Total; the limits are those of
 * EVerest's definitions.
 */
export function parseLocatedYaml(text: string): LocatedYaml {
  if (text.length > MAX_DEFINITION_CHARACTERS) return { kind: "malformed", reason: "it is too long" };
  const root: YamlNode = { start: 0, value: undefined, inner: [] };
  const open: YamlNode[] = [root];
  try {
    const value = load(text, {
      schema: CORE,
      maxDepth: MAX_DEFINITION_DEPTH + 1,
      listener(event, { position, result }) {
        if (event === "open") return void open.push({ start: position, value: undefined, inner: [] });
        const node = open.pop();
        if (node !== undefined) open.at(-1)?.inner.push(Object.assign(node, { value: result }));
      },
    }) ?? null;
    if (!isTree(value)) return { kind: "malformed", reason: "it is nested too deep, or too large" };
    return {
      kind: "document",
      value,
      locate(path) {
        const node = path.reduce<YamlNode | undefined>(
          (found, step) => found && inside(found, step),
          root.inner.at(-1),
        );
        return node && positionOf(text, node.start);
      },
    };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { reason, mark } = error;
    const position = mark && { line: mark.line + 1, column: mark.column + 1 };
    return { kind: "malformed", reason, ...(position && { position }) };
  }
}

interface YamlNode {
  /** Characters before it, and before the blanks in front of it. */
  readonly start: number;
  value: unknown;
  /** Of a list its items, of a mapping its keys and values in turn; a value without text is missing. */
  readonly inner: YamlNode[];
}

/** The item of a list, or the value of a key. */
function inside({ value, inner }: YamlNode, step: string | number): YamlNode | undefined {
  // What is written in brackets lies in a node that turned out to be nothing else.
  const [only] = inner;
  if (inner.length === 1 && only !== undefined && typeof value === "object" && only.value === value) {
    return inside(only, step);
  }
  if (typeof step === "number") return Array.isArray(value) ? inner[step] : undefined;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
  const mapping: Readonly<Record<string, unknown>> = { ...value };
  for (let index = 0; index < inner.length; index++) {
    const key = inner[index]!;
    const next = inner[index + 1];
    const hasValue = next !== undefined && Object.is(next.value, mapping[String(key.value)]);
    if (String(key.value) === step) return hasValue && next.value !== null ? next : key;
    if (hasValue) index++;
  }
  return undefined;
}

function positionOf(text: string, start: number): TextPosition {
  const blanks = /(?:\s|#[^\n]*\n)*/y;
  blanks.lastIndex = start;
  return positionAt(text, start + (blanks.exec(text)?.[0].length ?? 0));
}

/** Where the character at this index stands. */
export function positionAt(text: string, index: number): TextPosition {
  const before = text.slice(0, index).split("\n");
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

function numberType(name: string, pattern: RegExp): Type {
  return new Type(`tag:yaml.org,2002:${name}`, {
    kind: "scalar",
    resolve: (text) => pattern.test(text ?? ""),
    construct: (text) => {
      const value = Number(text);
      const isExact = name === "int" ? Number.isSafeInteger(value) : Number.isFinite(value);
      if (!isExact) throw new YAMLException(`${text} cannot be expressed`);
      return value;
    },
  });
}

/** Aliases may repeat a value, and even contain themselves: what they unfold to is counted. */
function isTree(root: unknown): boolean {
  let values = 0;
  const visit = (value: unknown, depth: number): boolean => {
    values++;
    if (values > MAX_DEFINITION_VALUES || depth > MAX_DEFINITION_DEPTH) return false;
    if (typeof value !== "object" || value === null) return true;
    return Object.entries(value).every(([key, entry]) => key !== "<<" && visit(entry, depth + 1));
  };
  return visit(root, 1);
}
