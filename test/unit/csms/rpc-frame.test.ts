import assert from "node:assert/strict";
import fc from "fast-check";
import { encodeCall, encodeCallError, encodeCallResult } from "../../../src/csms/rpc-encode.ts";
import { parseRpcFrame } from "../../../src/csms/rpc-frame.ts";
import { messageId } from "../../../src/kernel/ids.ts";
import { MAX_MESSAGE_ID_LENGTH, MAX_OCPP_MESSAGE_BYTES } from "../../../src/kernel/limits.ts";

const id36 = "i".repeat(MAX_MESSAGE_ID_LENGTH);
const id37 = "i".repeat(MAX_MESSAGE_ID_LENGTH + 1);

Deno.test("a well-formed CALL is read as it is", () => {
  assert.deepEqual(parseRpcFrame('[2,"19223201","Reset",{"type":"Immediate"}]'), {
    kind: "call",
    messageId: "19223201",
    action: "Reset",
    payload: { type: "Immediate" },
  });
});

Deno.test("a payload of null stands for no payload", () => {
  assert.deepEqual(parseRpcFrame('[2,"a","GetVariables",null]'), {
    kind: "call",
    messageId: "a",
    action: "GetVariables",
    payload: {},
  });
  const text = '[3,"a",null]';
  assert.deepEqual(parseRpcFrame(text), { kind: "callResult", messageId: "a", payload: {}, text });
});

Deno.test("a payload that is no object is left to the schema check", () => {
  for (const payload of ["[]", "1", '"text"', "true"]) {
    assert.equal(parseRpcFrame(`[2,"a","Reset",${payload}]`).kind, "call");
  }
});

Deno.test("answers are read as they are", () => {
  const text = '[3,"a",{"status":"Accepted"}]';
  assert.deepEqual(parseRpcFrame(text), {
    kind: "callResult",
    messageId: "a",
    payload: { status: "Accepted" },
    text,
  });
  assert.deepEqual(parseRpcFrame('[4,"a","NotSupported","not supported",{}]'), {
    kind: "callError",
    messageId: "a",
    code: "NotSupported",
    description: "not supported",
  });
});

Deno.test("a CALLERROR is a failure whatever follows its id", () => {
  for (const text of ['[4,"a"]', '[4,"a",17,null]', '[4,"a",null,null,null,null]']) {
    assert.deepEqual(parseRpcFrame(text), {
      kind: "callError",
      messageId: "a",
      code: "GenericError",
      description: "",
    });
  }
});

const malformed: readonly [name: string, text: string, messageId: string, code: string][] = [
  ["empty text", "", "-1", "RpcFrameworkError"],
  ["no JSON", '[2,"a","Reset",{}', "-1", "RpcFrameworkError"],
  ["byte order mark", '\uFEFF[2,"a","Reset",{}]', "-1", "RpcFrameworkError"],
  ["an object", '{"0":2}', "-1", "RpcFrameworkError"],
  ["a string", '"[2]"', "-1", "RpcFrameworkError"],
  ["null", "null", "-1", "RpcFrameworkError"],
  ["an empty array", "[]", "-1", "RpcFrameworkError"],
  ["a CALL of its type only", "[2]", "-1", "RpcFrameworkError"],
  ["a CALL without payload", '[2,"a","Reset"]', "a", "RpcFrameworkError"],
  ["a CALL with too many elements", '[2,"a","Reset",{},{}]', "a", "RpcFrameworkError"],
  ["an action that is no string", '[2,"a",{},{}]', "a", "RpcFrameworkError"],
  ["a message id that is a number", '[2,17,"Reset",{}]', "-1", "RpcFrameworkError"],
  ["a message id that is null", '[2,null,"Reset",{}]', "-1", "RpcFrameworkError"],
  ["an empty message id", '[2,"","Reset",{}]', "-1", "RpcFrameworkError"],
  ["a message id that is too long", `[2,"${id37}","Reset",{}]`, "-1", "RpcFrameworkError"],
  ["a message type that is a string", '["2","a","Reset",{}]', "a", "RpcFrameworkError"],
  ["a message type that is null", '[null,"a"]', "a", "RpcFrameworkError"],
  [
    "a message type and an id that are strings, the id too long",
    `["2","${id37}"]`,
    "-1",
    "RpcFrameworkError",
  ],
  ["a list of lists", "[[2]]", "-1", "RpcFrameworkError"],
  ["an unknown message type", '[5,"a","Reset",{}]', "a", "MessageTypeNotSupported"],
  ["OCPP 2.1's SEND", '[6,"a","NotifyPeriodicEventStream",{}]', "a", "MessageTypeNotSupported"],
  ["an unknown message type without id", "[5]", "-1", "MessageTypeNotSupported"],
  ["a fractional message type", '[2.5,"a","Reset",{}]', "a", "MessageTypeNotSupported"],
];

for (const [name, text, id, code] of malformed) {
  Deno.test(`${name} is owed a CALLERROR ${code} for ${id}`, () => {
    const frame = parseRpcFrame(text);
    assert(frame.kind === "malformed");
    assert.deepEqual([frame.messageId, frame.code], [id, code]);
  });
}

const malformedAnswers: readonly [name: string, text: string, messageId: string | undefined][] = [
  ["a CALLRESULT of its type only", "[3]", undefined],
  ["a CALLRESULT without payload", '[3,"a"]', "a"],
  ["a CALLRESULT with too many elements", '[3,"a",{},{}]', "a"],
  ["a CALLRESULT with a number as id", "[3,1,{}]", undefined],
  ["a CALLRESULT with an id that is too long", `[3,"${id37}",{}]`, undefined],
  ["a CALLERROR of its type only", "[4]", undefined],
  ["a CALLERROR with an empty id", '[4,"","InternalError","",{}]', undefined],
];

for (const [name, text, id] of malformedAnswers) {
  Deno.test(`${name} is never answered`, () => {
    const frame = parseRpcFrame(text);
    assert(frame.kind === "malformedAnswer");
    assert.equal(frame.messageId, id);
  });
}

Deno.test("a message id of 36 characters is the longest", () => {
  assert.equal(parseRpcFrame(`[2,"${id36}","Reset",{}]`).kind, "call");
  assert.equal(parseRpcFrame(`[2,"${id37}","Reset",{}]`).kind, "malformed");
});

Deno.test("a text of the size limit is read, one byte more is not", () => {
  const frame = (padding: number) => `[2,"a","Reset",{}${" ".repeat(padding)}]`;
  const atLimit = frame(MAX_OCPP_MESSAGE_BYTES - frame(0).length);
  assert.equal(atLimit.length, MAX_OCPP_MESSAGE_BYTES);
  assert.equal(parseRpcFrame(atLimit).kind, "call");
  const past = parseRpcFrame(` ${atLimit}`);
  assert(past.kind === "malformed");
  assert.equal(past.messageId, "-1");
});

Deno.test("nesting a thousand times deeper than any message is read, not a stack overflow", () => {
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  assert.equal(parseRpcFrame(deep).kind, "malformed");
  assert.equal(parseRpcFrame(`[2,"a","Reset",${deep}]`).kind, "call");
});

Deno.test("what is encoded is what is read", () => {
  const id = fc.string({ minLength: 1, maxLength: MAX_MESSAGE_ID_LENGTH, unit: "binary" })
    .filter((text) => text.length <= MAX_MESSAGE_ID_LENGTH).map(messageId);
  const payload = fc.dictionary(fc.string(), fc.jsonValue());
  fc.assert(fc.property(id, fc.string(), payload, (messageId, action, payload) => {
    const payloadText = JSON.stringify(payload);
    const sameAsJson = JSON.parse(payloadText);
    assert.deepEqual(parseRpcFrame(encodeCall(messageId, action, payloadText)), {
      kind: "call",
      messageId,
      action,
      payload: sameAsJson,
    });
    const text = encodeCallResult(messageId, payload);
    assert.deepEqual(parseRpcFrame(text), { kind: "callResult", messageId, payload: sameAsJson, text });
    assert.deepEqual(parseRpcFrame(encodeCallError(messageId, "GenericError", action)), {
      kind: "callError",
      messageId,
      code: "GenericError",
      description: action,
    });
  }));
});

Deno.test("the description of a CALLERROR is cut at 255 characters", () => {
  const description = (length: number) => {
    const frame = parseRpcFrame(encodeCallError("a", "GenericError", "d".repeat(length)));
    assert(frame.kind === "callError");
    return frame.description.length;
  };
  assert.equal(description(255), 255);
  assert.equal(description(256), 255);
});

Deno.test("a queued payload goes out letter by letter", () => {
  const payloadText = '{"seqNo": 1.0, "b":"\\u00e9"}';
  assert.equal(
    encodeCall(messageId("x"), "TransactionEvent", payloadText),
    `[2,"x","TransactionEvent",${payloadText}]`,
  );
});
