import type { VariableIndex, VariableSlot } from "./variable-index.ts";
import { attributeOf } from "./variable-index.ts";
import { checkVariable } from "./variable-rules.ts";
import type { StoredValue } from "./variable-store.ts";

/** A stored value that no longer fits what the configuration defines. */
export interface StaleValue {
  readonly stored: StoredValue;
  readonly reason: string;
}

/**
 * Stored values override the configuration at every start, until their variable disappears or no longer
 * allows the value. Writes the valid values into the index and returns the others.
 */
export function restoreValues(index: VariableIndex, stored: readonly StoredValue[]): readonly StaleValue[] {
  const stale: StaleValue[] = [];
  for (const value of stored) {
    const reason = restore(index, value);
    if (reason !== undefined) stale.push({ stored: value, reason });
  }
  return stale;
}

function restore(index: VariableIndex, stored: StoredValue): string | undefined {
  const found = index.look(stored);
  if (found.kind === "unknownComponent") return "its component is no longer configured";
  if (found.kind === "unknownVariable") return "its component no longer has this variable";
  const attribute = attributeOf(found.variable, stored.attribute);
  if (attribute === undefined) return `the variable no longer has the attribute ${stored.attribute}`;
  const reason = misfit(found.variable, stored.value);
  if (reason !== undefined) return reason;
  attribute.value = stored.value;
  attribute.setBy = stored.setBy;
  return undefined;
}

function misfit(variable: VariableSlot, value: string): string | undefined {
  const violation = checkVariable(variable, value);
  return violation && `the variable no longer allows it: ${violation.text}`;
}
