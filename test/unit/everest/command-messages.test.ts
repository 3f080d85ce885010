import assert from "node:assert/strict";
import { decodeCall, decodeResult, resultData } from "../../../src/everest/command-messages.ts";

Deno.test("arguments may be null, an empty object or absent", () => {
  for (const args of [{ args: null }, { args: {} }, {}]) {
    assert.deepEqual(decodeCall({ id: "1", origin: "auth", ...args }), {
      kind: "value",
      value: { id: "1", origin: "auth", args: {} },
    });
  }
});

Deno.test("arguments that are no object are told apart, so that the caller gets an answer", () => {
  for (const args of [[], "x", 1, true]) {
    const call = decodeCall({ id: "1", origin: "auth", args });
    assert.equal(call.kind === "value" && call.value.args, undefined);
  }
});

Deno.test("a call without id, or with an origin that would not be a topic level, is a violation", () => {
  for (
    const data of [null, [], {}, { id: "1" }, { id: 1, origin: "a" }, { id: "", origin: "a" }, {
      id: "1",
      origin: "a/+",
    }]
  ) {
    assert.equal(decodeCall(data).kind, "violation", JSON.stringify(data));
  }
});

Deno.test("a result without retval counts as null", () => {
  assert.deepEqual(decodeResult({ data: { id: "1", origin: "m" }, type: "result" }), {
    kind: "value",
    value: { id: "1", outcome: { kind: "result", value: null } },
  });
});

Deno.test("an error counts also when there is a retval beside it", () => {
  const error = { __everest__error_msg: "bad", __everest__error_type: "SchemaValidationError" };
  const decoded = decodeResult({ data: { id: "1", retval: 5, error } });
  assert.deepEqual(decoded.kind === "value" && decoded.value.outcome, {
    kind: "error",
    type: "SchemaValidationError",
    message: "bad",
  });
});

Deno.test("an error of unknown type or shape is a HandlerException that keeps the text", () => {
  const outcome = (error: unknown) => {
    const decoded = decodeResult({ data: { id: "1", error } });
    return decoded.kind === "value" ? decoded.value.outcome : decoded;
  };
  assert.deepEqual(outcome({ __everest__error_type: "Timeout", __everest__error_msg: "slow" }), {
    kind: "error",
    type: "HandlerException",
    message: "Timeout: slow",
  });
  assert.equal((outcome("boom") as { type: string }).type, "HandlerException");
});

Deno.test("a result without id is a violation", () => {
  for (const data of [null, {}, { data: null }, { data: { retval: 1 } }, { data: { id: 5 } }]) {
    assert.equal(decodeResult(data).kind, "violation", JSON.stringify(data));
  }
});

Deno.test("our answers are read back as what they are", () => {
  for (
    const outcome of [
      { kind: "result", value: { a: 1 } },
      { kind: "error", type: "NotReady", message: "not yet" },
    ] as const
  ) {
    assert.deepEqual(decodeResult(resultData("1", "ocpp", outcome)), {
      kind: "value",
      value: { id: "1", outcome },
    });
  }
});
