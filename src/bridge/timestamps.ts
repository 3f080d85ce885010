import { toTimestamp } from "../kernel/clock.ts";
import type { Arrival } from "./complaint.ts";

const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(\.\d+)?([Zz]|[+-]\d{2}:?\d{2})?$/;

/**
 * Milliseconds since 1970 of an RFC 3339 time, with any number of fractional digits. A time without zone is
 * UTC, as in EVerest's short form (`Date.parse` would read it as local time). Undefined for any other text.
 */
export function parseTimestamp(text: string): number | undefined {
  const match = RFC3339.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const midnight = new Date(Date.UTC(year, month - 1, day));
  // Date.UTC turns February 30 into March 1.
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined;
  const zoneMinutes = zoneOffsetMinutes(match[8]);
  if (zoneMinutes === undefined) return undefined;
  const milliseconds = Number(`${match[7] ?? "."}000`.slice(1, 4));
  const minutes = hour * 60 + minute - zoneMinutes;
  return midnight.getTime() + minutes * 60_000 + second * 1000 + milliseconds;
}

function zoneOffsetMinutes(zone: string | undefined): number | undefined {
  if (zone === undefined || zone.toUpperCase() === "Z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

/** The time that an EVerest module gives, or the time of arrival when it is missing or invalid. */
export function timestampOrNow(text: string, arrival: Arrival): number {
  // EvseManager leaves the time of reservation events empty.
  if (text === "") return arrival.nowMs;
  const timeMs = parseTimestamp(text);
  if (timeMs !== undefined) return timeMs;
  arrival.complain(`timestamp ${JSON.stringify(text.slice(0, 40))} cannot be read; using the current time`);
  return arrival.nowMs;
}

const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** A zone offset can move a time past the year 9999, the last one in RFC 3339. */
export function withinFourDigitYears(timeMs: number): number {
  return Math.min(timeMs, LAST_MS);
}

/** A time of the CSMS in the form of the bus; a text that is no time stays unchanged. */
export function toEverestTime(dateTime: string): string {
  const timeMs = parseTimestamp(dateTime);
  return timeMs === undefined ? dateTime : toTimestamp(withinFourDigitYears(timeMs));
}
