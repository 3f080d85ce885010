/**
 * Milliseconds since 1970 of a timestamp that the validator has accepted. Unlike `Date.parse` it knows the lower case
 * and the leap seconds of RFC 3339: 23:59:60 is the first moment of the next day.
 */
export function dateTimeMs(dateTime: string): number {
  const text = dateTime.toUpperCase();
  const withoutLeapSecond = text.replace(/^(.{16}):60/, "$1:59");
  return Date.parse(withoutLeapSecond) + (withoutLeapSecond === text ? 0 : 1000);
}
