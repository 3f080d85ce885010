import assert from "node:assert/strict";
import fc from "fast-check";
import { dateTimeMs } from "../../../src/ocpp/date-time.ts";
import { isDateTime } from "../../../src/ocpp/validator/date-time.ts";

Deno.test("times are read in every form of RFC 3339", () => {
  const noon = Date.UTC(2026, 0, 15, 12);
  const forms = ["12:00:00Z", "12:00:00.000Z", "13:00:00+01:00", "11:30:00.0000-00:30"];
  for (const form of forms) assert.equal(dateTimeMs(`2026-01-15T${form}`), noon, form);
  assert.equal(dateTimeMs("2026-01-15t12:00:00z"), noon);
  assert.equal(dateTimeMs("2016-12-31T23:59:60Z"), Date.UTC(2017, 0, 1));
  assert.equal(dateTimeMs("2017-01-01T00:59:60.500+01:00"), Date.UTC(2017, 0, 1) + 500);
});

Deno.test("whatever the validator accepts is a time", () => {
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
