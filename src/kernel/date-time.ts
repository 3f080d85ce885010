/** `date-time` of RFC 3339, §5.6, including lower-case `t` and `z`; a blank in place of the `T` is not accepted. */
const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.\d+)?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysIn(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return leap ? 29 : DAYS[month - 1] ?? 0;
}

/** True for a timestamp that RFC 3339 allows and that exists in the calendar. */
export function isDateTime(text: string): boolean {
  const match = DATE_TIME.exec(text);
  if (match === null) return false;
  const day = Number(match[3]);
  if (day === 0 || day > daysIn(Number(match[1]), Number(match[2]))) return false;
  return match[6] !== "60" || isLeapSecond(match);
}

/** A leap second can only be the last one of a day in UTC. */
function isLeapSecond(match: RegExpExecArray): boolean {
  const offset = (match[7] === "-" ? -1 : 1) * (Number(match[8] ?? 0) * 60 + Number(match[9] ?? 0));
  const minuteOfDay = Number(match[4]) * 60 + Number(match[5]) - offset;
  return (minuteOfDay + 2 * 1440) % 1440 === 1439;
}

/**
 * Milliseconds since 1970 of a timestamp for which `isDateTime` is true. Unlike `Date.parse` it knows the lower case
 * and the leap seconds of RFC 3339: 23:59:60 is the first moment of the next day.
 */
export function dateTimeMs(dateTime: string): number {
  const text = dateTime.toUpperCase();
  const withoutLeapSecond = text.replace(/^(.{16}):60/, "$1:59");
  return Date.parse(withoutLeapSecond) + (withoutLeapSecond === text ? 0 : 1000);
}
