import { assertNever } from "../kernel/assert-never.ts";
import { isDateTime } from "../kernel/date-time.ts";
import type { VariableCharacteristicsType } from "../ocpp/messages.ts";
import type { SetViolation } from "./set-violation.ts";

/** Part 2, §2.1.4: no plus sign, no leading zeros, 32 bits. */
const INTEGER = /^(?:0|-?[1-9]\d{0,9})$/;
const INTEGER_MIN = -(2 ** 31);
const INTEGER_MAX = 2 ** 31 - 1;
/** Part 2, §2.1.4: a decimal sent to the station has at most six decimal places. */
const DECIMAL = /^-?(?:0|[1-9]\d{0,15})(?:\.\d{1,6})?$/;
/** Part 2, §2.1.4: at most three fractional digits. */
const LONG_FRACTION = /\.\d{4}/;

/** Checks whether a variable of these characteristics may have the value: its format, then its range. */
export function checkValue(
  characteristics: VariableCharacteristicsType,
  value: string,
): SetViolation | undefined {
  return checkFormat(characteristics, value) ?? checkRange(characteristics, value);
}

/** What a list without a valuesList is. */
const TEXT = { dataType: "string", supportsMonitoring: false } as const;

/** The value has the format of its data type, and is in the valuesList if there is one. */
export function checkFormat(
  { dataType, valuesList }: VariableCharacteristicsType,
  value: string,
): SetViolation | undefined {
  switch (dataType) {
    case "string":
      // Neither can be stored: SQLite ends a text at NUL, and UTF-8 has no half of a surrogate pair.
      return value.isWellFormed() && !value.includes("\0")
        ? undefined
        : invalid("it contains NUL or half a character");
    case "integer":
      return isInteger(value) ? undefined : invalid("it is not an integer of 32 bits");
    case "decimal":
      return DECIMAL.test(value)
        ? undefined
        : invalid("it is not a decimal number with at most six decimal places");
    case "boolean":
      return value === "true" || value === "false" ? undefined : invalid("it is neither true nor false");
    case "dateTime":
      return isDateTime(value) && !LONG_FRACTION.test(value)
        ? undefined
        : invalid("it is not an RFC 3339 time with at most three fractional digits");
    case "OptionList":
      if (splitList(valuesList ?? "").length === 0) return checkFormat(TEXT, value);
      return splitList(valuesList ?? "").includes(value)
        ? undefined
        : invalid(`it is not one of ${valuesList}`);
    case "MemberList":
    case "SequenceList":
      if (splitList(valuesList ?? "").length === 0) return checkFormat(TEXT, value);
      return checkMembers(splitList(valuesList ?? ""), value);
    default:
      return assertNever(dataType);
  }
}

/** MinLimit and maxLimit bound numbers by value and texts, lists included, by their length. */
export function checkRange(
  { dataType, minLimit, maxLimit }: VariableCharacteristicsType,
  value: string,
): SetViolation | undefined {
  switch (dataType) {
    case "boolean":
    case "dateTime":
      return undefined;
    case "integer":
    case "decimal":
      return outside(Number(value), minLimit, maxLimit, "it");
    case "string":
    case "OptionList":
    case "MemberList":
    case "SequenceList":
      return outside(characters(value), minLimit, maxLimit, "its length");
    default:
      return assertNever(dataType);
  }
}

/** The entries of a comma separated list, trimmed. An empty text is the empty list; an empty entry stays. */
export function splitList(text: string): readonly string[] {
  return text.trim() === "" ? [] : text.split(",").map((entry) => entry.trim());
}

/** Length as OCPP's schemas count it: in Unicode code points. */
export function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function isInteger(value: string): boolean {
  return INTEGER.test(value) && Number(value) >= INTEGER_MIN && Number(value) <= INTEGER_MAX;
}

function checkMembers(allowed: readonly string[], value: string): SetViolation | undefined {
  const stranger = splitList(value).find((entry) => !allowed.includes(entry));
  return stranger === undefined
    ? undefined
    : invalid(`"${stranger.slice(0, 50)}" is not one of ${allowed.join(",")}`);
}

function outside(
  measure: number,
  minLimit: number | undefined,
  maxLimit: number | undefined,
  what: string,
): SetViolation | undefined {
  if (minLimit !== undefined && measure < minLimit) {
    return { reasonCode: "ValueOutOfRange", text: `${what} is below ${minLimit}` };
  }
  if (maxLimit !== undefined && measure > maxLimit) {
    return { reasonCode: "ValueOutOfRange", text: `${what} is above ${maxLimit}` };
  }
  return undefined;
}

function invalid(text: string): SetViolation {
  return { reasonCode: "InvalidValue", text };
}
