import assert from "node:assert/strict";
import fc from "fast-check";
import { toWireJson } from "../../../src/everest/wire-json.ts";

function wire(value: unknown): unknown {
  const result = toWireJson(value);
  return result.kind === "value" ? result.value : result.reason;
}

Deno.test("optional members that are not set are left out, not sent as null", () => {
  assert.deepEqual(wire({ a: 1, b: null, c: undefined, d: { e: null } }), { a: 1, d: {} });
});

Deno.test("null as a whole is the value of a void result", () => assert.equal(wire(null), null));

Deno.test("numbers that JSON cannot carry are refused, and say where", () => {
  assert.equal(wire({ limits: [{ watts: NaN }] }), "limits[0].watts is NaN");
  assert.equal(wire(Infinity), "value is Infinity");
});

Deno.test("null within a list is refused: leaving it out would move the others", () => {
  assert.equal(wire([1, null]), "[1] is null");
});

Deno.test("what JSON does not know is refused", () => {
  assert.equal(wire({ f: () => 1 }), "f is of type function");
  assert.equal(wire(10n), "value is of type bigint");
  assert.equal(wire(undefined), "value is of type undefined");
});

Deno.test("lone surrogates are replaced: C++ receivers would drop the message", () => {
  assert.equal(wire("a\ud800b"), "a\ufffdb");
});

Deno.test("a member named __proto__ stays a member", () => {
  assert.equal(JSON.stringify(wire(JSON.parse('{"__proto__":{"a":1}}'))), '{"__proto__":{"a":1}}');
});

Deno.test("64 levels pass, 65 are refused", () => {
  const nested = (levels: number) => {
    let value: unknown = 1;
    for (let i = 0; i < levels; i++) value = [value];
    return value;
  };
  assert.equal(toWireJson(nested(64)).kind, "value");
  assert.equal(toWireJson(nested(65)).kind, "unpublishable");
});

Deno.test("whatever passes holds no null but at the top, and survives JSON unchanged", () => {
  fc.assert(fc.property(fc.anything({ withNullPrototype: false }), (value) => {
    const result = toWireJson(value);
    if (result.kind === "unpublishable") return;
    const text = JSON.stringify(result.value);
    assert.equal(JSON.stringify(JSON.parse(text)), text);
    if (result.value !== null) {
      JSON.parse(text, (_key, member) => {
        assert.notEqual(member, null);
        return member;
      });
    }
  }));
});
