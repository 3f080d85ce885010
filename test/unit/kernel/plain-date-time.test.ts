import assert from "node:assert/strict";
import fc from "fast-check";
import { isDateTime } from "../../../src/kernel/date-time.ts";
import { plainDateTime, plainDateTimeMs } from "../../../src/kernel/plain-date-time.ts";

const PLAIN: readonly [text: string, meant: string | undefined][] = [
  ["2026-11-29T07:04:25.315123", "2026-11-29T07:04:25.315123Z"],
  ["2026-11-29 07:04:25", "2026-11-29T07:04:25Z"],
  ["2026-11-29 07:04:25.5+00:00", "2026-11-29T07:04:25.5+00:00"],
  ["2026-11-29T07:04:25+0100", "2026-11-29T07:04:25+01:00"],
  ["2026-11-29T07:04:25-08", "2026-11-29T07:04:25-08:00"],
  ["2026-11-29T07:04Z", "2026-11-29T07:04:00Z"],
  ["2026-11-29t07:04:25,5z", "2026-11-29T07:04:25.5Z"],
  [" 2026-11-29 07:04:25 UTC ", "2026-11-29T07:04:25Z"],
  ["2026-11-29", undefined],
  ["2026-02-30T07:04:25", undefined],
  ["29.11.2026 07:04", undefined],
  ["2026-11-29T07:04:25+25:00", undefined],
  ["2026-11-29T07:04:25 CET", undefined],
  ["", undefined],
];

for (const [text, meant] of PLAIN) {
  Deno.test(`"${text}" plainly means ${meant ?? "nothing"}`, () => assert.equal(plainDateTime(text), meant));
}

Deno.test("what a timestamp plainly means is a timestamp, and the same moment where it was one already", () => {
  fc.assert(fc.property(fc.string(), (text) => {
    const meant = plainDateTime(text);
    assert(meant === undefined || isDateTime(meant));
  }));
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("2200-01-01") }), (date) => {
      assert.equal(plainDateTime(date.toISOString()), date.toISOString());
      assert.equal(plainDateTime(date.toISOString().slice(0, -1)), date.toISOString());
    }),
  );
});

Deno.test("the moment of a text without a zone does not depend on where the station is", () => {
  assert.equal(plainDateTimeMs("2026-11-29 07:04:25.315123"), Date.UTC(2026, 10, 29, 7, 4, 25, 315));
  for (const value of [undefined, null, 1764399865, "soon"]) assert.equal(plainDateTimeMs(value), undefined);
});
