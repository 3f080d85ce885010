import { toTimestamp } from "../../kernel/clock.ts";
import { isJsonObject } from "../../kernel/json.ts";
import { plainDateTimeMs } from "../../kernel/plain-date-time.ts";
import { idKindAt, type IdMap } from "./id-map.ts";
import { fieldText, isMasked, namesOf } from "./replay-values.ts";

/** When and with which ids something recorded is said again. */
export interface PlayedAt {
  readonly recordedMs: number;
  readonly nowMs: number;
  readonly ids: IdMap;
}

type Path = readonly (string | number)[];

/**
 * What the CSMS said, as it says it now: with the ids of this station, `currentTime` is the present time, and every other
 * point in time is as far away as it was, so that a reservation with an hour left has an hour left.
 */
export function playedPayload(
  action: string,
  payload: unknown,
  { recordedMs, nowMs, ids }: PlayedAt,
): unknown {
  return mapped([], payload);

  function mapped(path: Path, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((part, index) => mapped([...path, index], part));
    if (isJsonObject(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([name, part]) => [name, mapped([...path, name], part)]),
      );
    }
    const names = namesOf(path);
    const kind = idKindAt(action, names);
    if (kind !== undefined) return ids.played(kind, value);
    const valueMs = plainDateTimeMs(value);
    if (valueMs === undefined) return value;
    return toTimestamp(names.at(-1) === "currentTime" ? nowMs : valueMs + nowMs - recordedMs);
  }
}

/** The first field whose value is masked; undefined when everything is there. */
export function maskedField(payload: unknown, path: Path = []): string | undefined {
  if (isMasked(payload)) return fieldText(path);
  if (Array.isArray(payload)) return firstOf(payload.entries(), path);
  return isJsonObject(payload) ? firstOf(Object.entries(payload), path) : undefined;
}

function firstOf(parts: Iterable<readonly [string | number, unknown]>, path: Path): string | undefined {
  for (const [name, part] of parts) {
    const field = maskedField(part, [...path, name]);
    if (field !== undefined) return field;
  }
  return undefined;
}
