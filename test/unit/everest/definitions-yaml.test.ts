import assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "yaml";
import { parseDefinitionYaml } from "../../../src/everest/definitions-yaml.ts";

const CASES: Readonly<Record<string, string>> = {
  "block mappings, lists and scalars": `
description: >-
  Several words: with a colon,
  # and no comment
cmds:
  set:   # a comment
    arguments:
      value: { type: string, $ref: "/demo#/Value" }
    result:
      type: [string, "null"]
vars:
  level:
    type: number
    minimum: -1.5
    open: true
    text: 'it''s'
    none: ~
required:
- one
- two
`,
  "lists of mappings, nested lists and long flow collections": `
list:
  - name: a
    items:
      - 1
      - "2"
  - - x
    - y
  -
    name: b
enum: [
  A, "B",
  C ]   # done
plain: this goes
  over two lines
quoted: "this
  too"
block: |
  kept

  lines
after: 1e3
`,
  "nothing at all": "# only a comment\n",
};

const withoutTexts = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(withoutTexts)
    : typeof value === "object" && value !== null
    ? Object.fromEntries(
      Object.entries(value)
        // How lines are folded is of no interest.
        .filter(([key]) => key !== "description" && key !== "block")
        .map(([key, entry]) => [key, withoutTexts(entry)]),
    )
    : value;

for (const [name, text] of Object.entries(CASES)) {
  Deno.test(`definitions are read as YAML says: ${name}`, () => {
    assert.deepEqual(withoutTexts(parseDefinitionYaml(text)), withoutTexts(parse(text)));
  });
}

Deno.test("what is not understood is said, and never thrown", () => {
  for (
    const text of [
      "a: &anchor 1",
      "a: *anchor",
      "a: !!str 1",
      "a: [1",
      "a: 'b",
      "a: 1\n   b: 2\n c: 3",
      "- a\nb: 1",
    ]
  ) {
    assert.equal(parseDefinitionYaml(text), undefined, text);
  }
  fc.assert(fc.property(fc.string(), (text) => void parseDefinitionYaml(text)));
});

for (const release of ["everest", "everest-main"]) {
  const root = new URL(`../../../../shared/data/${release}/`, import.meta.url);
  const isHere = existsHere(root);
  Deno.test({
    name: `every interface and type file of ${release} is read as the YAML library reads it`,
    ignore: !isHere, // needs ../shared/data beside the repository
    fn() {
      for (const folder of ["interfaces", "types"]) {
        for (const { name } of Deno.readDirSync(new URL(`${folder}/`, root))) {
          const text = Deno.readTextFileSync(new URL(`${folder}/${name}`, root));
          assert.deepEqual(withoutTexts(parseDefinitionYaml(text)), withoutTexts(parse(text)), name);
        }
      }
    },
  });
}

function existsHere(url: URL): boolean {
  try {
    return Deno.statSync(url).isDirectory;
  } catch {
    return false;
  }
}
