import { MASK } from "../../kernel/mask.ts";

/** How deep messages may be nested: none of OCPP comes near, and comparing them goes as deep as the stack. */
export const MAX_NESTING = 64;

/** True for a text of which a part or all was masked. */
export function isMasked(value: unknown): boolean {
  return typeof value === "string" && value.includes(MASK);
}

/** True when lists and objects are nested deeper than `depth`. */
export function isNestedDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return depth === 0 || Object.values(value).some((part) => isNestedDeeper(part, depth - 1));
}

/** `setVariableData[0].attributeValue`, from the names and indices on the way. */
export function fieldText(path: readonly (string | number)[]): string {
  return path.map((part, index) => typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`)
    .join("");
}

/** The names on the way, without the indices. */
export function namesOf(path: readonly (string | number)[]): readonly string[] {
  return path.filter((part) => typeof part === "string");
}
