import assert from "node:assert/strict";
import fc from "fast-check";
import { parseTimestamp, timestampOrNow } from "../../../src/bridge/timestamps.ts";

Deno.test("RFC 3339 times of every shape EVerest modules use are read", () => {
  const expected = Date.UTC(2026, 10, 22, 6, 53, 33);
  const cases: [string, number][] = [
    ["2026-11-22T06:53:33Z", 0],
    ["2026-11-22T06:53:33", 0],
    ["2026-11-22 06:53:33z", 0],
    ["2026-11-22T06:53:33.865Z", 865],
    ["2026-11-22T06:53:33.8Z", 800],
    ["2026-11-22T06:53:33.123456789Z", 123],
    ["2026-11-22T08:53:33+02:00", 0],
    ["2026-11-22T08:53:33.001+0200", 1],
    ["2026-11-21T21:23:33-09:30", 0],
  ];
  for (const [text, ms] of cases) assert.equal(parseTimestamp(text), expected + ms, text);
});

Deno.test("what is no time is not read", () => {
  const cases = [
    "",
    "now",
    "2026-11-22",
    "2026-02-30T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-11-22T24:00:00Z",
    "2026-11-22T06:60:00Z",
    "2026-11-22T06:53:61Z",
    "2026-11-22T06:53:33+25:00",
    "2026-11-22T06:53:33ZZ",
    "1763793213",
  ];
  for (const text of cases) assert.equal(parseTimestamp(text), undefined, text);
});

Deno.test("every millisecond written by toISOString is read back", () => {
  for (let ms = 0; ms < 1000; ms++) assert.equal(parseTimestamp(new Date(ms).toISOString()), ms);
  const dates = fc.date({ min: new Date(0), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true });
  fc.assert(fc.property(dates, (date) => {
    assert.equal(parseTimestamp(date.toISOString()), date.getTime());
  }));
});

Deno.test("an unreadable time becomes the time of arrival, with a complaint unless it is empty", () => {
  const complaints: string[] = [];
  const arrival = { nowMs: 42, complain: (reason: string) => complaints.push(reason) };
  assert.equal(timestampOrNow("yesterday", arrival), 42);
  assert.equal(timestampOrNow("", arrival), 42);
  assert.deepEqual(complaints, ['timestamp "yesterday" cannot be read; using the current time']);
});
