import assert from "node:assert/strict";
import fc from "fast-check";
import { parseDefinitionYaml } from "../../../src/everest/definitions-yaml.ts";
import {
  MAX_DEFINITION_CHARACTERS,
  MAX_DEFINITION_DEPTH,
  MAX_DEFINITION_VALUES,
} from "../../../src/kernel/limits.ts";

/** What stands behind `a: ` and its value. Readers of YAML like to disagree about these. */
const VALUES: readonly (readonly [string, unknown])[] = [
  // Words
  ["yes", "yes"],
  ["no", "no"],
  ["on", "on"],
  ["Off", "Off"],
  ["y", "y"],
  ["true", true],
  ["True", true],
  ["FALSE", false],
  ["tRUE", "tRUE"],
  ["", null],
  ["~", null],
  ["Null", null],
  ["nULL", "nULL"],
  ["2026-01-15", "2026-01-15"],
  ["12:30:45", "12:30:45"],
  ["=", "="],
  ["<<", "<<"],
  // Numbers
  ["017", 17],
  ["08", 8],
  ["0o17", 15],
  ["0x1F", 31],
  ["-0x1f", "-0x1f"],
  ["0b11", "0b11"],
  ["1_000", "1_000"],
  ["1,000", "1,000"],
  ["+1", 1],
  ["-1.5", -1.5],
  [".5", 0.5],
  ["+.5", 0.5],
  ["5.", 5],
  ["1e3", 1000],
  ["1.2.3", "1.2.3"],
  ["0x", "0x"],
  ["!!str 1", "1"],
  ["'1'", "1"],
  // Texts
  ["'it''s'", "it's"],
  ['"\\x41\\u00e9\\U0001F600\\n"', "Aé😀\n"],
  ["x # comment", "x"],
  ["x#no-comment", "x#no-comment"],
  ["x:y", "x:y"],
  ["over\n two\n\n lines", "over two\nlines"],
  ["'over\n two\n\n lines'", "over two\nlines"],
  ['"no\\\n  space"', "nospace"],
  ["|\n  x\n   y\n\n  z\n", "x\n y\n\nz\n"],
  ["|-\n  x\n\n", "x"],
  ["|+\n  x\n\n", "x\n\n"],
  ["|2\n    x\n", "  x\n"],
  [">\n  x\n  y\n\n  z\n", "x y\nz\n"],
  [">-\n  x\n    y\n  z", "x\n  y\nz"],
  ["|-\n  # no comment\n  - no item", "# no comment\n- no item"],
  // Collections
  ["[1, '2', x,]", [1, "2", "x"]],
  ["[[a], {b: }, c: 1]", [["a"], { b: null }, { c: 1 }]],
  ["{b: 1, c, 'd e': [x]}", { b: 1, c: null, "d e": ["x"] }],
  ["{b:1}", { "b:1": null }],
  ['{"b":1}', { b: 1 }],
  ["{\n  b: 1, # comment\n  c: 2\n}", { b: 1, c: 2 }],
  ["[]", []],
  ["{}", {}],
  ["\n- 1\n- b: 2\n  c: 3\n-\n  - 4\n", [1, { b: 2, c: 3 }, [4]]],
  ["&x {b: 1}\nagain: *x", { b: 1 }],
];

for (const [text, expected] of VALUES) {
  Deno.test(`YAML value ${JSON.stringify(text)}`, () => {
    assert.deepEqual((parseDefinitionYaml(`a: ${text}`) as { a: unknown }).a, expected);
  });
}

const DOCUMENTS: Readonly<Record<string, unknown>> = {
  "# only a comment\n": null,
  "": null,
  "\ufeffa: 1": { a: 1 },
  "a: 1\r\nb:\r\n  - 2\r\n": { a: 1, b: [2] },
  "---\na: 1\n...\n": { a: 1 },
  "%YAML 1.1\n---\na: yes": { a: "yes" },
  "a:\tb": { a: "b" },
  "1: a\ntrue: b\n'': c": { 1: "a", true: "b", "": "c" },
  "? a\n: b": { a: "b" },
  "constructor: 1\nhasOwnProperty: 2": { constructor: 1, hasOwnProperty: 2 },
  "a: &x {b: 1}\nc: [*x, *x]": { a: { b: 1 }, c: [{ b: 1 }, { b: 1 }] },
};

for (const [text, expected] of Object.entries(DOCUMENTS)) {
  Deno.test(`YAML document ${JSON.stringify(text)}`, () => {
    assert.deepEqual(parseDefinitionYaml(text), expected);
  });
}

Deno.test("a key __proto__ is a key like any other", () => {
  const value = parseDefinitionYaml("__proto__: {enum: [x]}\nb: 1") as object;
  assert.deepEqual(Object.keys(value), ["__proto__", "b"]);
  assert.equal("enum" in value, false);
});

const REFUSED: Readonly<Record<string, string>> = {
  "a tab as indentation": "a:\n\tb: 1",
  "a key twice": "a: 1\na: 2",
  "a key twice, in a flow": "a: {b: 1, b: 2}",
  "several documents": "a: 1\n---\nb: 2",
  "a merge key with an alias": "a: &x {b: 1}\nc:\n  <<: *x",
  "a merge key with a mapping": "<<: {a: 1}",
  "an alias of nothing": "a: *x",
  "an alias inside what it names": "a: &x [*x]",
  "a tag of its own": "a: !foo x",
  "a tag of another schema": "a: !!binary aGk=",
  "a date by its tag": "a: !!timestamp 2026-01-15",
  "a whole number that a double changes": "a: 9007199254740993",
  "a number past a double": "a: 1e400",
  "infinity": "a: .inf",
  "not a number": "a: .NaN",
  "an unknown escape": 'a: "\\q"',
  "an open quote": "a: 'b",
  "an open list": "a: [1",
  "an empty item": "a: [1,,2]",
  "items without a comma": "a: [1\n2]",
  "a mapping in a line": "a: b: c",
  "a list in a line": "a: - 1",
  "a deeper key below a value": "a: 1\n   b: 2",
  "a key beside items": "- a\nb: 1",
  "items that are out of line": "- - 1\n - 2",
  "text behind a quote": "a: 'b' c",
  "a reserved character": "a: @b",
  "a directive as a value": "a: %b",
  "an empty key": ": a",
  "a null character": "a: b\0",
  "a control character": "a: \x07",
};

for (const [what, text] of Object.entries(REFUSED)) {
  Deno.test(`YAML is refused with ${what}`, () => {
    assert.equal(parseDefinitionYaml(text), undefined);
  });
}

Deno.test("a text is read up to the limits and refused past them", () => {
  const ofLength = (length: number) => `a: "${"x".repeat(length - 5)}"`;
  assert.ok(parseDefinitionYaml(ofLength(MAX_DEFINITION_CHARACTERS)));
  assert.equal(parseDefinitionYaml(ofLength(MAX_DEFINITION_CHARACTERS + 1)), undefined);

  const nested = (depth: number) => "[".repeat(depth - 1) + "1" + "]".repeat(depth - 1);
  assert.ok(parseDefinitionYaml(nested(MAX_DEFINITION_DEPTH)));
  assert.equal(parseDefinitionYaml(nested(MAX_DEFINITION_DEPTH + 1)), undefined);
  assert.equal(parseDefinitionYaml("[".repeat(500_000)), undefined);

  const withValues = (count: number) => `[${"1,".repeat(count - 1)}]`;
  assert.ok(parseDefinitionYaml(withValues(MAX_DEFINITION_VALUES)));
  assert.equal(parseDefinitionYaml(withValues(MAX_DEFINITION_VALUES + 1)), undefined);
});

Deno.test("aliases of aliases do not multiply", () => {
  const lines = Array.from(
    { length: 30 },
    (_, level) => `a${level}: &a${level} [${level === 0 ? "x" : `*a${level - 1},`.repeat(9)}]`,
  );
  assert.equal(parseDefinitionYaml(lines.join("\n")), undefined);
  const chain = Array.from(
    { length: 100 },
    (_, level) => `a${level}: &a${level} [${level ? `*a${level - 1}` : 1}]`,
  );
  assert.equal(parseDefinitionYaml(chain.join("\n")), undefined);
});

Deno.test("no text makes the reader throw", () => {
  const yamlish = fc.string({ unit: fc.constantFrom(..."ab:-[]{}&*!|>'\"#?%@,\n \t0.~<") });
  for (const texts of [fc.string(), fc.string({ unit: "binary" }), yamlish]) {
    fc.assert(fc.property(texts, (text) => void parseDefinitionYaml(text)));
  }
});
