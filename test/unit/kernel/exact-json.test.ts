import assert from "node:assert/strict";
import fc from "fast-check";
import { parseExactJson } from "../../../src/kernel/exact-json.ts";

function rewritten(text: string): string {
  const parsed = parseExactJson(text);
  assert(parsed.kind === "value");
  return JSON.stringify(parsed.value);
}

Deno.test("every number is written again as it was written", () => {
  const sign = fc.constantFrom("", "-");
  const whole = fc.bigInt({ min: 0n, max: 10n ** 30n }).map(String);
  const fraction = fc.oneof(fc.constant(""), fc.stringMatching(/^\.\d{1,20}$/));
  const exponent = fc.oneof(fc.constant(""), fc.stringMatching(/^[eE][+-]?\d{1,3}$/));
  fc.assert(
    fc.property(fc.tuple(sign, whole, fraction, exponent).map((parts) => parts.join("")), (number) => {
      for (const text of [number, `[${number}]`, `{"a":{"b":[1,${number},"x"]}}`]) {
        assert.equal(rewritten(text), text);
      }
    }),
  );
});

Deno.test("ordinary JSON has ordinary values", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    const text = JSON.stringify(value);
    assert.deepEqual(parseExactJson(text), { kind: "value", value: JSON.parse(text) });
  }));
});

Deno.test("what is no JSON is malformed, and what is nested too deep is read all the same", () => {
  assert.equal(parseExactJson("{broken").kind, "malformed");
  assert.equal(parseExactJson("").kind, "malformed");
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  assert.equal(parseExactJson(deep).kind, "value");
});
