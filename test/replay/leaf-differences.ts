import { isRecord } from "./equal.ts";
import { variableName } from "./items.ts";

export interface LeafDifference {
  /** Where within the message, e.g. `meterValue[0].sampledValue[Voltage L1].value`. */
  readonly path: string;
  /** Undefined: not there. */
  readonly recorded: unknown;
  readonly ours: unknown;
}

/** Two modules do not do the same thing in the same millisecond, and the fake clock needs no time for anything. */
export const TIME_TOLERANCE_MS = 2500;
/**
 * Of the meter readings only one in five was kept, 2.5 s apart: at 11 kW that is 8 Wh, and the simulated grid
 * flickers by some percent.
 */
const READING_TOLERANCE = 12;
const READING_TOLERANCE_RELATIVE = 0.05;

/** Where two values differ, leaf by leaf. */
export function leafDifferences(recorded: unknown, ours: unknown, path = ""): LeafDifference[] {
  if (Array.isArray(recorded) && Array.isArray(ours)) {
    return leafDifferences(keyed(recorded), keyed(ours), path);
  }
  if (isRecord(recorded) && isRecord(ours)) {
    const keys = new Set([...Object.keys(recorded), ...Object.keys(ours)]);
    return [...keys].sort().flatMap((key) =>
      leafDifferences(
        recorded[key],
        ours[key],
        key.startsWith("[") ? path + key : path === "" ? key : `${path}.${key}`,
      )
    );
  }
  return same(recorded, ours, path) ? [] : [{ path, recorded, ours }];
}

function same(recorded: unknown, ours: unknown, path: string): boolean {
  if (typeof recorded === "number" && typeof ours === "number") {
    const tolerance = isReading(path)
      ? Math.max(READING_TOLERANCE, Math.abs(recorded) * READING_TOLERANCE_RELATIVE)
      : Math.abs(recorded) * 1e-5;
    return Math.abs(recorded - ours) <= tolerance;
  }
  if (isTime(recorded) && isTime(ours)) {
    return Math.abs(Date.parse(recorded) - Date.parse(ours)) <= TIME_TOLERANCE_MS;
  }
  if (isDecimal(recorded) && isDecimal(ours)) return Number(recorded) === Number(ours);
  return JSON.stringify(recorded) === JSON.stringify(ours);
}

/** The recorded module wrote decimals with six digits after the point, whatever they were. */
function isDecimal(value: unknown): value is string {
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value);
}

function isReading(path: string): boolean {
  return /sampledValue\[.*\]\.value$/.test(path);
}

function isTime(value: unknown): value is string {
  return typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
}

/** Items of an array by what they are about, where their order means nothing; by index otherwise. */
function keyed(items: readonly unknown[]): Readonly<Record<string, unknown>> {
  const result: Record<string, unknown> = {};
  for (const [index, item] of items.entries()) {
    const name = keyOf(item) ?? String(index);
    let key = `[${name}]`;
    for (let again = 2; key in result; again++) key = `[${name} #${again}]`;
    result[key] = item;
  }
  return result;
}

function keyOf(item: unknown): string | undefined {
  if (!isRecord(item)) return undefined;
  if ("component" in item && "variable" in item) {
    const { type, attributeType } = item;
    return [variableName(item), type, attributeType].filter((part) => part !== undefined).join(" ");
  }
  if ("measurand" in item || "sampledValue" in item) {
    const { measurand, phase, context } = item;
    const parts = [measurand, phase, context === "Sample.Periodic" ? undefined : context];
    return parts.filter((part) => part !== undefined).join(" ") || undefined;
  }
  if (isRecord(item["certificateHashData"])) return String(item["certificateHashData"]["serialNumber"]);
  return undefined;
}
