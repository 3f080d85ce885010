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
      "List, not cleared: it is ours\n{3}\nCache, cleared:\n{1}\n{2}",
    ],
    [
      [{ ...CACHED, fate: { kind: "cleared" } }, KEPT],
      { report: false, clear: true },
      "Cleared\nList, not cleared: it is ours",
    ],
  ];
  for (const [findings, wish, text] of table) assert.equal(reportText(findings, wish, 9999), text);
});

Deno.test("a report that is too long keeps every heading, those of what stays first, and says that it is cut", () => {
  const cleared: CustomerFinding = {
    title: "Cache",
    pieces: ["123456", "🔌".repeat(20)],
    fate: { kind: "cleared" },
  };
  const report = (maxLength: number) => reportText([cleared, KEPT], { report: true, clear: true }, maxLength);
  const whole = `List, not cleared: it is ours\n{3}\nCache, cleared:\n123456\n${"🔌".repeat(20)}`;
  assert.equal(report(whole.length), whole);
  const headings = "List, not cleared: it is ours\n…Cache, cleared:\n";
  const note = (length: number) => `(cut to ${length} characters)`;
  assert.equal(report(68), headings.replace("…", "") + note(68));
  assert.equal(report(75), headings.replace("…", "{3}\n") + "12\n" + note(75));
  for (const length of [84, 85]) {
    assert.equal(report(length), headings.replace("…", "{3}\n") + "123456\n🔌🔌\n" + note(length));
  }
});

Deno.test("that a customer is cleared is one message, however much must stay", () => {
  const kept = Array.from(
    { length: 20 },
    (_, index): CustomerFinding => ({ ...KEPT, title: `Place ${index}` }),
  );
  const text = reportText(kept, { report: false, clear: true }, 51_200);
  assert.equal([...textPages(text)].length, 1);
  assert.match(text, /^Cleared\nPlace 0, not cleared: it is ours\n[^]*\n\(cut to 512 characters\)$/);
});

Deno.test("a report is as long as it may be, never longer, and no character is cut in half", () => {
  const finding = fc.record({
    title: fc.string({ maxLength: 20 }),
    pieces: fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 400, size: "max" }), {
      minLength: 1,
      maxLength: 5,
    }),
    fate: fc.constantFrom<CustomerFinding["fate"]>({ kind: "cleared" }, { kind: "remains", because: "ours" }),
  });
  fc.assert(fc.property(
    fc.array(finding, { minLength: 1, maxLength: 8 }),
    fc.integer({ min: 512, max: 4000 }),
    (findings, maxLength) => {
      const wish = { report: true, clear: true };
      const whole = reportText(findings, wish, Infinity);
      const text = reportText(findings, wish, maxLength);
      assert(text.isWellFormed() && text.length <= maxLength);
      if (whole.length <= maxLength) return assert.equal(text, whole);
      // A line that would have one character, or half of one, is not begun.
      assert(text.length >= maxLength - 2, `${text.length} of ${maxLength}`);
      assert(text.endsWith(`\n(cut to ${maxLength} characters)`));
      for (const { title, fate } of findings) {
        assert(text.includes(fate.kind === "cleared" ? `${title}, cleared:` : `${title}, not cleared: ours`));
      }
    },
  ));
});

Deno.test("a text becomes messages of at most 512 characters, none of which is cut in half", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 3000, size: "max" }), (text) => {
    const pages = [...textPages(text)];
    assert.equal(pages.map(({ data }) => data).join(""), text);
    assert(pages.every(({ data }) => data.length <= MAX_DATA_LENGTH && data.isWellFormed()));
    assert(pages.slice(0, -1).every(({ data }) => data.length >= MAX_DATA_LENGTH - 1));
    assert.deepEqual(pages.map(({ tbc }) => tbc), pages.map((_, index) => index < pages.length - 1));
  }));
  assert.deepEqual([...textPages("")], [{ data: "", tbc: false }]);
});
