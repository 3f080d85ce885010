import assert from "node:assert/strict";

const CHILD = new URL("regular-expressions.child.ts", import.meta.url).pathname;

interface Examination {
  readonly count: number;
  readonly slow: readonly string[];
  /** Sources that the examiner does not understand. */
  readonly unknown: readonly string[];
  /** Files that compose expressions from texts. */
  readonly composed: readonly string[];
}

async function examined(): Promise<Examination> {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", CHILD],
  }).output();
  const text = new TextDecoder().decode(stdout);
  assert.notEqual(text, "", new TextDecoder().decode(stderr));
  return JSON.parse(text);
}

/** With look-around, which the examiner does not understand, and rows that each would take the longest for. */
const TRIED: Readonly<Record<string, readonly string[]>> = {
  "^0+(?=.)": ["0"],
  "(?<!\\/)\\/+$": ["/", "/x", "//x"],
  "\\/MREC0*(\\d{1,3})(?!\\d)": ["0", "/MREC", "/MREC0", "1", "/MREC1234"],
};

/** Both sides of us are hostile: a text of the CSMS that takes quadratic time ends all charging for minutes. */
Deno.test("no regular expression of ours takes more than linear time, whatever text it meets", async () => {
  const { count, slow, unknown, composed } = await examined();
  assert.ok(count > 100, `${count} were found`);
  assert.deepEqual(slow, []);
  assert.deepEqual([...new Set(unknown)].sort(), Object.keys(TRIED).sort());
  // The first has a test of its own, the others meet names of files and words of ours.
  assert.deepEqual(composed.toSorted(), [
    "src/commands/hanging-text.ts",
    "src/runtime/report/masking.ts",
    "src/storage/aside-label.ts",
  ]);
  for (const [source, rows] of Object.entries(TRIED)) {
    // Quadratic time would be minutes.
    for (const begin of ["", "x", "/MREC"]) {
      for (const row of rows) new RegExp(source).test(`${begin}${row.repeat(1_000_000)}x`);
    }
  }
});
