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
