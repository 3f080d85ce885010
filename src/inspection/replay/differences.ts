import { isJsonObject } from "../../kernel/json.ts";
import { plainDateTimeMs } from "../../kernel/plain-date-time.ts";
import { idKindAt, type IdMap } from "./id-map.ts";
import { fieldText, isMasked, namesOf } from "./replay-values.ts";

/** One field in which the station did otherwise than the recorded one; an absent value is undefined. */
export interface Difference {
  /** E.g. `transactionInfo.chargingState`. */
  readonly field: string;
  readonly expected: unknown;
  readonly got: unknown;
}

type Path = readonly (string | number)[];

/** Of a message that has nothing in common with the recorded one a few fields tell enough. */
const MAX_DIFFERENCES = 20;
/** Free texts, what the station makes up and the CSMS does not refer to, and what a clock or a meter tells. */
const NEVER_COMPARED: ReadonlySet<string> = new Set([
  ...[
    "techInfo",
    "customData",
    "eventId",
    "cause",
    "csr",
    "exiRequest",
    "timeSpentCharging",
    "numberOfPhasesUsed",
  ],
]);
/** By action: who the station is; and a number that counts the events that come by the clock, too. */
const NOT_COMPARED_IN: ReadonlyMap<string, string> = new Map([
  ["BootNotification", "chargingStation"],
  ["TransactionEvent", "seqNo"],
]);

/**
 * The fields in which `got` is not what the recording has. Points in time, free texts and measured values do not count;
 * ids of the station must be the same ones throughout, and are paired in `ids`.
 */
export function differencesOf(
  action: string,
  expected: unknown,
  got: unknown,
  ids: IdMap,
): readonly Difference[] {
  const found: Difference[] = [];
  compare([], expected, got);
  return found;

  function compare(path: Path, one: unknown, other: unknown): void {
    if (found.length >= MAX_DIFFERENCES || isLeftOut(action, path, one, other)) return;
    if (Array.isArray(one) && Array.isArray(other)) {
      if (path.at(-1) === "meterValue") return compareMeasured(path, one, other);
      if (one.length !== other.length) return differs([...path, "length"], one.length, other.length);
      return one.forEach((part, index) => compare([...path, index], part, other[index]));
    }
    if (isJsonObject(one) && isJsonObject(other)) {
      for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
        compare([...path, name], one[name], other[name]);
      }
      return;
    }
    if (!isSame(action, path, one, other, ids)) differs(path, one, other);
  }

  function compareMeasured(path: Path, one: readonly unknown[], other: readonly unknown[]): void {
    const [expectedNames, gotNames] = [measuredIn(one), measuredIn(other)];
    if (expectedNames !== gotNames) differs(path, expectedNames, gotNames);
  }

  function differs(path: Path, one: unknown, other: unknown): void {
    found.push({ field: fieldText(path), expected: one, got: other });
  }
}

function isLeftOut(action: string, path: Path, one: unknown, other: unknown): boolean {
  const name = path.at(-1);
  if (typeof name !== "string") return false;
  // In statusInfo it is a free text; of an idToken it is a list.
  const isFreeText = name === "additionalInfo" && !Array.isArray(one) && !Array.isArray(other);
  return isFreeText || NEVER_COMPARED.has(name) || NOT_COMPARED_IN.get(action) === name;
}

function isSame(action: string, path: Path, one: unknown, other: unknown, ids: IdMap): boolean {
  if (one === undefined || other === undefined) return one === other;
  if (isMasked(one)) return true;
  const kind = idKindAt(action, namesOf(path));
  if (kind !== undefined) return ids.pair(kind, one, other);
  return one === other || (plainDateTimeMs(one) !== undefined && plainDateTimeMs(other) !== undefined);
}

/** The names of what is measured, without the values and their number. */
function measuredIn(meterValues: readonly unknown[]): string {
  const names = meterValues.flatMap((meterValue) => {
    const samples = isJsonObject(meterValue) ? meterValue["sampledValue"] : undefined;
    return Array.isArray(samples) ? samples.map(measuredName) : [];
  });
  return [...new Set(names)].sort().join(", ");
}

function measuredName(sample: unknown): string {
  const { measurand = "Energy.Active.Import.Register", phase, location } = isJsonObject(sample) ? sample : {};
  return [measurand, phase, location].filter((part) => typeof part === "string").join(" ");
}
