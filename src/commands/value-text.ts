import { MASK } from "../kernel/mask.ts";

/** A value in a table: one that is absent or empty, or masked, says so. */
export function valueText(value: string | undefined): string {
  if (!value) return "(not set)";
  return value === MASK ? "(secret)" : value;
}
