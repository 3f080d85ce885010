import assert from "node:assert/strict";
import fc from "fast-check";
import type { CustomerFinding } from "../../../../src/station/customer-information/customer-archive.ts";
import {
  MAX_DATA_LENGTH,
  reportText,
  textPages,
} from "../../../../src/station/customer-information/customer-report.ts";

const CACHED: CustomerFinding = { title: "Cache", pieces: ["{1}", "{2}"], fate: { kind: "reported" } };
const NOTHING: CustomerFinding = { title: "Reservations", pieces: [], fate: { kind: "reported" } };
const KEPT: CustomerFinding = {
  title: "List",
  pieces: ["{3}"],
  fate: { kind: "remains", because: "it is ours" },
};

Deno.test("what was found is reported with its place and its fate", () => {
  const table: [CustomerFinding[], { report: boolean; clear: boolean }, string][] = [
    [[CACHED, NOTHING], { report: true, clear: false }, "Cache:\n{1}\n{2}"],
    [[NOTHING], { report: true, clear: false }, ""],
    [[NOTHING], { report: true, clear: true }, ""],
    [[NOTHING], { report: false, clear: true }, "Cleared"],
    [
      [{ ...CACHED, fate: { kind: "cleared" } }, KEPT],
      { report: true, clear: true },
      "Cache, cleared:\n{1}\n{2}\nList, not cleared: it is ours\n{3}",
    ],
    [
      [{ ...CACHED, fate: { kind: "cleared" } }, KEPT],
      { report: false, clear: true },
      "Cleared\nList, not cleared: it is ours",
    ],
  ];
  for (const [findings, wish, text] of table) assert.equal(reportText(findings, wish), text);
});

Deno.test("a text becomes messages of at most 512 characters, none of which is cut in half", () => {
  fc.assert(fc.property(
    fc.string({ unit: "grapheme", maxLength: 3000, size: "max" }),
    fc.integer({ min: 512, max: 4000 }),
    (text, maxLength) => {
      const pages = [...textPages(text, maxLength)];
      const whole = pages.map(({ data }) => data).join("");
      assert(text.startsWith(whole) && whole.length <= maxLength);
      assert(whole.length >= Math.min(text.length, maxLength - 1));
      assert(pages.every(({ data }) => data.length <= MAX_DATA_LENGTH && data.isWellFormed()));
      assert.deepEqual(pages.map(({ tbc }) => tbc), pages.map((_, index) => index < pages.length - 1));
    },
  ));
  assert.deepEqual([...textPages("", 512)], [{ data: "", tbc: false }]);
});
