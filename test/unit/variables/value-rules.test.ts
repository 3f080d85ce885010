import assert from "node:assert/strict";
import fc from "fast-check";
import type { VariableCharacteristicsType } from "../../../src/ocpp/messages.ts";
import { characters, checkValue, splitList } from "../../../src/variables/value-rules.ts";

type Row = readonly [
  title: string,
  characteristics: Omit<VariableCharacteristicsType, "supportsMonitoring">,
  good: readonly string[],
  bad: readonly string[],
];

const ROWS: readonly Row[] = [
  [
    "integer: 32 bits, no plus sign, no leading zeros",
    { dataType: "integer" },
    ["0", "-1", "1234", "2147483647", "-2147483648"],
    [
      "",
      " 1",
      "+1",
      "01",
      "-0",
      "1.0",
      "0.1",
      "1e3",
      "true",
      "abc",
      "2147483648",
      "-2147483649",
      "99999999999",
    ],
  ],
  ["integer: limits included", { dataType: "integer", minLimit: -5, maxLimit: 5 }, ["-5", "5"], ["-6", "6"]],
  [
    "decimal: at most six decimal places",
    { dataType: "decimal" },
    ["0", "-1.5", "22000.0", "0.123456"],
    ["", ".5", "5.", "0.1234567", "1e3", "NaN", "Infinity", "1,5", "+1", "01.5"],
  ],
  ["decimal: limits included", { dataType: "decimal", minLimit: 0.5, maxLimit: 1 }, ["0.5", "1.0"], [
    "0.499999",
    "1.000001",
  ]],
  ["boolean: exactly true or false", { dataType: "boolean" }, ["true", "false"], [
    "",
    "True",
    "1",
    "yes",
    " true",
  ]],
  [
    "dateTime: RFC 3339 with at most three fractional digits",
    { dataType: "dateTime" },
    ["2026-01-15T10:00:00Z", "2026-01-15T10:00:00.123+01:00", "2024-02-29T00:00:00Z"],
    ["", "2026-01-15", "2026-02-30T10:00:00Z", "2026-01-15T10:00:00", "2026-01-15T10:00:00.1234Z", "abc"],
  ],
  ["string: any text that UTF-8 can hold, but NUL", { dataType: "string" }, ["", "ü€😀", "{}", "\n"], [
    "a\0",
    "\ud83d",
  ]],
  [
    "string: length counts code points",
    { dataType: "string", minLimit: 2, maxLimit: 3 },
    ["ab", "😀😀😀"],
    ["a", "abcd", "😀😀😀😀"],
  ],
  ["OptionList: one of the list, case matters", { dataType: "OptionList", valuesList: "A, B" }, ["A", "B"], [
    "",
    "a",
    "A,B",
    "C",
  ]],
  [
    "MemberList: any of the list, blanks around commas allowed",
    { dataType: "MemberList", valuesList: "A,B,C" },
    ["", "A", "C,A", "A, B"],
    ["D", "A,D", "A,,B", ","],
  ],
  ["SequenceList: any of the list in any order", { dataType: "SequenceList", valuesList: "1,2" }, ["2,1"], [
    "0",
  ]],
  [
    "lists: maxLimit bounds the length of the text",
    { dataType: "MemberList", valuesList: "AA,BB", maxLimit: 4 },
    ["AA"],
    ["AA,BB"],
  ],
];

for (const [title, characteristics, good, bad] of ROWS) {
  Deno.test(title, () => {
    const full = { supportsMonitoring: true, ...characteristics };
    for (const value of good) assert.equal(checkValue(full, value), undefined, `"${value}" is allowed`);
    for (const value of bad) assert.ok(checkValue(full, value), `"${value}" is not allowed`);
  });
}

Deno.test("a value beyond a limit is told apart from a malformed one", () => {
  const characteristics = { dataType: "integer", maxLimit: 5, supportsMonitoring: true } as const;
  assert.equal(checkValue(characteristics, "6")?.reasonCode, "ValueOutOfRange");
  assert.equal(checkValue(characteristics, "banana")?.reasonCode, "InvalidValue");
});

Deno.test("every 32-bit integer is accepted as JavaScript writes it", () => {
  fc.assert(fc.property(fc.integer(), (number) => {
    assert.equal(checkValue({ dataType: "integer", supportsMonitoring: true }, String(number)), undefined);
  }));
});

Deno.test("no text whatever makes the check throw", () => {
  const dataTypes = [
    "string",
    "decimal",
    "integer",
    "dateTime",
    "boolean",
    "OptionList",
    "MemberList",
  ] as const;
  fc.assert(fc.property(fc.constantFrom(...dataTypes), fc.string({ unit: "binary" }), (dataType, value) => {
    checkValue({ dataType, valuesList: "A,B", maxLimit: 3, supportsMonitoring: true }, value);
  }));
});

Deno.test("an empty text is the empty list", () => {
  assert.deepEqual(splitList(" "), []);
  assert.deepEqual(splitList("a , b"), ["a", "b"]);
});

Deno.test("characters counts what JSON schema counts", () => {
  assert.equal(characters("a😀"), 2);
});
