import assert from "node:assert/strict";
import fc from "fast-check";
import { dateTimeMs, isDateTime } from "../../../src/kernel/date-time.ts";

const VALID = [
  "2026-01-15T10:00:00Z",
  "2026-01-15T10:00:00.1Z",
  "2026-01-15T10:00:00.123456789+14:00",
  "2026-01-15t10:00:00z",
  "2024-02-29T00:00:00Z",
  "2000-02-29T00:00:00Z",
  "2016-12-31T23:59:60Z",
  "2017-01-01T00:59:60+01:00",
  "2016-12-31T15:59:60.5-08:00",
  "0000-01-01T00:00:00-00:00",
];
const INVALID = [
  "",
  "2026-01-15",
  "10:00:00Z",
  "2026-01-15T10:00:00",
  "2026-01-15 10:00:00Z",
  "2026-01-15T10:00Z",
  "2026-01-15T10:00:00.Z",
  "2026-01-15T10:00:00,5Z",
  "2026-01-15T24:00:00Z",
  "2026-01-15T10:60:00Z",
  "2026-01-15T10:00:61Z",
  "2026-01-15T10:00:60Z",
  "2026-12-31T23:59:60+01:00",
  "2026-00-15T10:00:00Z",
  "2026-13-15T10:00:00Z",
  "2026-01-00T10:00:00Z",
  "2026-01-32T10:00:00Z",
  "2026-02-29T10:00:00Z",
  "1900-02-29T10:00:00Z",
  "2026-04-31T10:00:00Z",
  "2026-01-15T10:00:00+24:00",
  "2026-01-15T10:00:00+01:60",
  "2026-01-15T10:00:00+0100",
  "2026-01-15T10:00:00+01",
  " 2026-01-15T10:00:00Z",
  "2026-01-15T10:00:00Z\n",
  "+002026-01-15T10:00:00Z",
  "٢٠٢٦-01-15T10:00:00Z",
];

Deno.test("timestamps of RFC 3339 that exist are accepted", () => {
  for (const text of VALID) assert.equal(isDateTime(text), true, text);
});

Deno.test("everything else is refused", () => {
  for (const text of INVALID) assert.equal(isDateTime(text), false, JSON.stringify(text));
});

Deno.test("whatever a Date prints is a timestamp", () => {
  fc.assert(fc.property(
    fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }),
    (date) => isDateTime(date.toISOString()),
  ));
});

Deno.test("times are read in every form of RFC 3339", () => {
  const noon = Date.UTC(2026, 0, 15, 12);
  const forms = ["12:00:00Z", "12:00:00.000Z", "13:00:00+01:00", "11:30:00.0000-00:30"];
  for (const form of forms) assert.equal(dateTimeMs(`2026-01-15T${form}`), noon, form);
  assert.equal(dateTimeMs("2026-01-15t12:00:00z"), noon);
  assert.equal(dateTimeMs("2016-12-31T23:59:60Z"), Date.UTC(2017, 0, 1));
  assert.equal(dateTimeMs("2017-01-01T00:59:60.500+01:00"), Date.UTC(2017, 0, 1) + 500);
});

Deno.test("whatever is a timestamp is a time", () => {
  const two = (max: number) => fc.integer({ min: 0, max }).map((value) => `${value}`.padStart(2, "0"));
  const text = fc.tuple(
    fc.integer({ min: 0, max: 9999 }).map((year) => `${year}`.padStart(4, "0")),
    two(12),
    two(31),
    fc.constantFrom("T", "t"),
    two(23),
    two(59),
    two(60),
    fc.constantFrom("", ".1", ".123456789"),
    fc.oneof(fc.constantFrom("Z", "z"), fc.tuple(fc.constantFrom("+", "-"), two(23), two(59))),
  ).map(([year, month, day, t, hour, minute, second, fraction, zone]) =>
    `${year}-${month}-${day}${t}${hour}:${minute}:${second}${fraction}` +
    (typeof zone === "string" ? zone : `${zone[0]}${zone[1]}:${zone[2]}`)
  );
  fc.assert(fc.property(text, (text) => !isDateTime(text) || Number.isFinite(dateTimeMs(text))), {
    numRuns: 2000,
    examples: [["1990-12-31T15:59:60-08:00"], ["2016-12-31t23:59:60.9z"]],
  });
});
