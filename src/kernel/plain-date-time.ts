import { dateTimeMs, isDateTime } from "./date-time.ts";

/** Date, time to the minute, seconds, fraction and zone of what other programs write for a timestamp. */
const LOOSE =
  /^(\d{4}-\d\d-\d\d)[Tt _](\d\d:\d\d)(:\d\d)?(?:[.,](\d+))?(?:\s*([Zz]|UTC|GMT|[+-]\d\d(?::?\d\d)?))?$/;

/**
 * The RFC 3339 timestamp that a text plainly means: without a zone it is UTC, a blank stands for the `T`, seconds are 0.
 * Undefined for anything that could mean several moments, a date alone among it.
 */
export function plainDateTime(text: string): string | undefined {
  const match = LOOSE.exec(text.trim());
  if (match === null) return undefined;
  const [, date, minute, second = ":00", fraction, zone] = match;
  const written = `${date}T${minute}${second}${fraction === undefined ? "" : `.${fraction}`}${offset(zone)}`;
  return isDateTime(written) ? written : undefined;
}

/** Milliseconds since 1970 of what a value plainly means; undefined for anything but one point in time. */
export function plainDateTimeMs(value: unknown): number | undefined {
  const meant = typeof value === "string" ? plainDateTime(value) : undefined;
  return meant === undefined ? undefined : dateTimeMs(meant);
}

function offset(zone: string | undefined): string {
  if (zone === undefined || !/^[+-]/.test(zone)) return "Z";
  const digits = zone.slice(1).replace(":", "").padEnd(4, "0");
  return `${zone[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}
