import { isJsonObject } from "../kernel/json.ts";
import { nearestWord } from "../kernel/nearest-word.ts";

/**
 * What to write where a component file has a wrong value: the nearest of the allowed words, or what the characteristics
 * allow. `property` is the variable as the file has it; undefined: the reason is about something else.
 */
export function valueRemedy(reason: string, property: Readonly<Record<string, unknown>>): string | undefined {
  const characteristics = isJsonObject(property["characteristics"]) ? property["characteristics"] : {};
  const allowed = /must be one of (.+)/.exec(reason)?.[1]?.split(", ");
  if (allowed !== undefined) {
    const written = reason.startsWith("characteristics.dataType") ? String(characteristics["dataType"]) : "";
    return nearestWord(written, allowed) ?? `one of ${allowed.join(", ")}`;
  }
  return reason.startsWith("the initial value") ? allowedValues(characteristics) : undefined;
}

/** `a whole number from 0 to 100 s`, `some of A, B (at most 100 characters)` ... */
function allowedValues(characteristics: Readonly<Record<string, unknown>>): string {
  const { dataType, minLimit, maxLimit, valuesList, unit } = characteristics;
  const words = typeof valuesList === "string" ? valuesList.split(",").map((word) => word.trim()) : [];
  const from = minLimit === undefined ? "" : ` from ${String(minLimit)}`;
  const to = maxLimit === undefined ? "" : ` to ${String(maxLimit)}`;
  const number = `${from}${to}${unit === undefined ? "" : ` ${String(unit)}`}`;
  const length = lengthText(minLimit, maxLimit);
  const short = length === "" ? "" : ` (${length})`;
  switch (dataType) {
    case "integer":
      return `a whole number${number}`;
    case "decimal":
      return `a number${number}`;
    case "boolean":
      return "true or false";
    case "dateTime":
      return "a time such as 2026-01-15T10:00:00Z";
    case "OptionList":
      return `one of ${words.join(", ")}`;
    case "MemberList":
      return `some of ${words.join(", ")}${short}`;
    case "SequenceList":
      return `some of ${words.join(", ")}, in their order${short}`;
    default:
      return `a text${length === "" ? "" : ` of ${length}`}`;
  }
}

function lengthText(least: unknown, most: unknown): string {
  if (most === undefined) return least === undefined ? "" : `at least ${String(least)} characters`;
  return least === undefined
    ? `at most ${String(most)} characters`
    : `${String(least)} to ${String(most)} characters`;
}
