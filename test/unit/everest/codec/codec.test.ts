import assert from "node:assert/strict";
import fc from "fast-check";
import {
  array,
  boolean,
  type Codec,
  dateTime,
  decode,
  decodeTolerantly,
  encode,
  enumList,
  enumOf,
  integer,
  map,
  number,
  object,
  string,
} from "../../../../src/everest/codec/mod.ts";

const colour = enumOf("red", "green");
const thing = object({
  id: integer({ minimum: 1 }),
  colour,
}, {
  name: string({ maxLength: 4 }),
  weight: number(),
  tags: array(string(), { maxItems: 2 }),
  part: object({ ok: boolean() }),
});

const reasonOf = (outcome: { kind: string; path?: string; reason?: string }) =>
  outcome.kind === "wrong" ? `${outcome.path}: ${outcome.reason}` : outcome.kind;

Deno.test("a value that fits is read with its declared fields only", () => {
  const decoded = decode(thing, { id: 1, colour: "red", name: "abc", extra: "ignored" });
  assert.deepEqual(decoded, { kind: "value", value: { id: 1, colour: "red", name: "abc" } });
});

Deno.test("null counts as an absent optional field when read", () => {
  assert.deepEqual(decode(thing, { id: 1, colour: "red", weight: null }), {
    kind: "value",
    value: { id: 1, colour: "red" },
  });
});

Deno.test("a wrong value is refused with its path and the reason", () => {
  const cases: [unknown, string][] = [
    [null, ": must be an object, is null"],
    [{ colour: "red" }, "id: must be a number, is nothing"],
    [{ id: 1.5, colour: "red" }, "id: must be an integer, is 1.5"],
    [{ id: 0, colour: "red" }, "id: is not within 1..2147483647"],
    [{ id: 3e9, colour: "red" }, "id: is not within 1..2147483647"],
    [{ id: 1, colour: "blue" }, 'colour: is not a known value: "blue"'],
    [{ id: 1, colour: "red", name: "abcde" }, "name: is longer than 4 characters"],
    [{ id: 1, colour: "red", name: 5 }, "name: must be a string, is 5"],
    [{ id: 1, colour: "red", weight: "1" }, 'weight: must be a number, is "1"'],
    [{ id: 1, colour: "red", tags: ["a", 1] }, "tags.1: must be a string, is 1"],
    [{ id: 1, colour: "red", tags: ["a", "b", "c"] }, "tags: must have 0..2 items, has 3"],
    [{ id: 1, colour: "red", tags: {} }, "tags: must be a list, is an object"],
    [{ id: 1, colour: "red", part: { ok: 1 } }, "part.ok: must be true or false, is 1"],
  ];
  for (const [input, expected] of cases) assert.equal(reasonOf(decode(thing, input)), expected);
});

Deno.test("length counts characters, not UTF-16 units", () => {
  assert.equal(decode(string({ maxLength: 2 }), "😀😀").kind, "value");
  assert.equal(decode(string({ maxLength: 2 }), "😀😀a").kind, "wrong");
});

Deno.test("read tolerantly, wrong optional parts are left out and values out of range kept, all with a complaint", () => {
  const decoded = decodeTolerantly(thing, {
    id: 0,
    colour: "red",
    name: "abcde",
    weight: "1",
    tags: ["a", 1],
    part: { ok: 1 },
  });
  assert.deepEqual(decoded, {
    kind: "value",
    value: { id: 0, colour: "red", name: "abcde", tags: ["a"] },
    complaints: [
      { path: "id", reason: "is not within 1..2147483647" },
      { path: "name", reason: "is longer than 4 characters" },
      { path: "weight", reason: 'must be a number, is "1"' },
      { path: "tags.1", reason: "must be a string, is 1" },
      { path: "part.ok", reason: "must be true or false, is 1" },
    ],
  });
});

Deno.test("of a part that is left out as a whole only the reason is told", () => {
  const outer = object({}, { part: object({ a: string({ maxLength: 1 }), b: boolean() }) });
  assert.deepEqual(decodeTolerantly(outer, { part: { a: "too long", b: 5 } }), {
    kind: "value",
    value: {},
    complaints: [{ path: "part.b", reason: "must be true or false, is 5" }],
  });
});

Deno.test("read tolerantly, a wrong required part still makes the value wrong", () => {
  assert.equal(
    reasonOf(decodeTolerantly(thing, { id: 1, colour: "blue" })),
    'colour: is not a known value: "blue"',
  );
});

Deno.test("what would break a C++ peer is not encoded", () => {
  const cases: [Record<string, unknown>, string][] = [
    [{ weight: NaN }, "weight: must be finite, is NaN"],
    [{ weight: Infinity }, "weight: must be finite, is Infinity"],
    [{ weight: null }, "weight: must be a number, is null"],
    [{ name: null }, "name: must be a string, is null"],
    [{ colour: "blue" }, 'colour: is not a known value: "blue"'],
    [{ id: 1.5 }, "id: must be an integer, is 1.5"],
    [{ id: 2 ** 31 }, "id: is not within 1..2147483647"],
    [{ name: "abcde" }, "name: is longer than 4 characters"],
    [{ tags: ["a", null] }, "tags.1: must be a string, is null"],
    [{ part: {} }, "part.ok: must be true or false, is nothing"],
  ];
  for (const [change, expected] of cases) {
    const value = { id: 1, colour: "red", ...change } as never;
    assert.equal(reasonOf(encode(thing, value)), expected);
  }
});

Deno.test("undeclared and undefined fields are left out when encoding", () => {
  const value = { id: 1, colour: "red", name: undefined, secret: "x" } as never;
  assert.deepEqual(encode(thing, value), { kind: "value", value: { id: 1, colour: "red" } });
});

Deno.test("times are written only in the 24 character UTC form and read in any", () => {
  assert.equal(encode(dateTime(), "2026-11-22T06:53:34.865Z").kind, "value");
  for (const text of ["2026-11-22T06:53:34Z", "2026-11-22T06:53:34.865+01:00", "now", ""]) {
    assert.equal(encode(dateTime(), text).kind, "wrong");
    assert.equal(decode(dateTime(), text).kind, "value");
  }
});

Deno.test("lists of literals may come as positions in the older enum", () => {
  const list = enumList(enumOf("a", "b", "c"), { positions: ["a", "x", "b"] });
  assert.deepEqual(decode(list, [0, "c", 2]), { kind: "value", value: ["a", "c", "b"] });
  assert.equal(reasonOf(decode(list, [1])), '0: is not a known value: "x"');
  assert.equal(reasonOf(decode(list, [7])), "0: is not a known value: nothing");
  assert.deepEqual(encode(list, ["c"]), { kind: "value", value: ["c"] });
});

Deno.test("a map keeps every key and checks every value", () => {
  const codes = map(string({ maxLength: 3 }));
  assert.deepEqual(decode(codes, { a: "1", b: "2" }), {
    kind: "value",
    value: new Map([["a", "1"], ["b", "2"]]),
  });
  assert.equal(reasonOf(decode(codes, { a: "1234" })), "a: is longer than 3 characters");
  assert.deepEqual(encode(codes, new Map([["a", "1"]])), { kind: "value", value: { a: "1" } });
});

Deno.test("decoding is total and what decodes strictly also encodes to the same value", () => {
  const codecs: Codec<unknown>[] = [thing, array(thing), map(thing), colour, integer(), number()];
  const nearly = fc.record({
    id: fc.oneof(fc.integer({ min: 1 }), fc.anything()),
    colour: fc.oneof(fc.constantFrom("red", "green"), fc.anything()),
    name: fc.oneof(fc.string({ maxLength: 4 }), fc.anything()),
    weight: fc.oneof(fc.double(), fc.anything()),
    tags: fc.oneof(fc.array(fc.string(), { maxLength: 2 }), fc.anything()),
  }, { requiredKeys: [] });
  fc.assert(fc.property(fc.constantFrom(...codecs), fc.oneof(nearly, fc.anything()), (codec, input) => {
    decodeTolerantly(codec, input);
    const decoded = decode(codec, input);
    if (decoded.kind === "wrong") return;
    const encoded = encode(codec, decoded.value);
    assert.equal(encoded.kind, "value");
    const again = decode(codec, JSON.parse(JSON.stringify(encoded.kind === "value" && encoded.value)));
    assert.equal(again.kind, "value");
  }));
});

Deno.test("an integer that a number cannot tell from its neighbour is none, also where limits are forgiven", () => {
  assert.equal(decodeTolerantly(integer(), 2 ** 53 - 1).kind, "value");
  assert.notEqual(decodeTolerantly(integer(), 2 ** 53).kind, "value");
});
