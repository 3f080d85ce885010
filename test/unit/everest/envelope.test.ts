import assert from "node:assert/strict";
import { decodeEnvelope, encodeEnvelope } from "../../../src/everest/envelope.ts";

const utf8 = new TextEncoder();

const envelope = (text: string) => decodeEnvelope(utf8.encode(text));

Deno.test("an envelope is read whatever the order of its keys, and without message type too", () => {
  assert.deepEqual(envelope('{"msg_type":"Var","data":{"data":1},"more":2}'), {
    kind: "value",
    value: { data: { data: 1 }, messageType: "Var" },
  });
  assert.deepEqual(envelope('{"data":null}'), { kind: "value", value: { data: null } });
  assert.deepEqual(envelope('{"data":1,"msg_type":7}'), { kind: "value", value: { data: 1 } });
});

Deno.test("what is no envelope is a violation with a reason", () => {
  assert.deepEqual(envelope(""), { kind: "violation", reason: "is not JSON" });
  assert.deepEqual(envelope("true"), { kind: "violation", reason: "is not an object" });
  assert.deepEqual(envelope("[1]"), { kind: "violation", reason: "is not an object" });
  assert.deepEqual(envelope('{"msg_type":"Var"}'), { kind: "violation", reason: "has no data" });
  assert.deepEqual(decodeEnvelope(Uint8Array.of(0x22, 0xff, 0x22)), {
    kind: "violation",
    reason: "is not UTF-8",
  });
});

Deno.test("an envelope is written as EVerest writes it", () => {
  assert.equal(
    new TextDecoder().decode(encodeEnvelope("ModuleReady", true)),
    '{"data":true,"msg_type":"ModuleReady"}',
  );
});
