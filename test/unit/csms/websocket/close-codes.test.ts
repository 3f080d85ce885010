import assert from "node:assert/strict";
import { encodeClosePayload, parseClosePayload } from "../../../../src/csms/websocket/close-codes.ts";

Deno.test("a close payload is read back as it was written", () => {
  assert.deepEqual(parseClosePayload(encodeClosePayload(1001, "going")), {
    kind: "close",
    code: 1001,
    reason: "going",
  });
  assert.deepEqual(encodeClosePayload(1005, "none"), new Uint8Array(0));
});

Deno.test("a long reason is cut at a character to fit a control frame", () => {
  assert.equal(encodeClosePayload(1000, "x".repeat(123)).length, 125);
  assert.equal(encodeClosePayload(1000, "x".repeat(124)).length, 125);
  const cut = parseClosePayload(encodeClosePayload(1000, "€".repeat(50)));
  assert.deepEqual(cut, { kind: "close", code: 1000, reason: "€".repeat(41) });
});
