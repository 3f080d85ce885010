import assert from "node:assert/strict";
import { afterFailure } from "../../../src/csms/retry-policy.ts";

const settings = { messageAttempts: 3, messageAttemptIntervalSeconds: 60 };
const timeout = { kind: "timeout" } as const;
const error = (code: string) => ({ kind: "error", code, description: "" }) as const;

Deno.test("E13 example: waits 60 s, then 120 s, then gives up", () => {
  const verdicts = [1, 2, 3].map((transmissions) =>
    afterFailure("TransactionEvent", timeout, transmissions, settings)
  );
  assert.deepEqual(verdicts, [
    { kind: "retry", waitMs: 60_000 },
    { kind: "retry", waitMs: 120_000 },
    { kind: "giveUp" },
  ]);
});

Deno.test("a CALLERROR counts like a timeout for transaction messages, whatever its code", () => {
  for (const code of ["InternalError", "NotImplemented", "NotSupported", "SecurityError"]) {
    assert.deepEqual(afterFailure("TransactionEvent", error(code), 1, settings), {
      kind: "retry",
      waitMs: 60_000,
    });
  }
});

Deno.test("a CSMS that does not know another message is not asked twice", () => {
  for (const code of ["NotImplemented", "NotSupported"]) {
    assert.deepEqual(afterFailure("SecurityEventNotification", error(code), 1, settings), { kind: "giveUp" });
  }
  assert.equal(afterFailure("SecurityEventNotification", error("InternalError"), 1, settings).kind, "retry");
  assert.equal(afterFailure("SecurityEventNotification", timeout, 1, settings).kind, "retry");
});

Deno.test("without retries configured the first failure is the last", () => {
  for (const messageAttempts of [1, 0, -1]) {
    const verdict = afterFailure("TransactionEvent", timeout, 1, { ...settings, messageAttempts });
    assert.deepEqual(verdict, { kind: "giveUp" });
  }
});

Deno.test("a negative interval does not wait", () => {
  const verdict = afterFailure("TransactionEvent", timeout, 2, {
    ...settings,
    messageAttemptIntervalSeconds: -5,
  });
  assert.deepEqual(verdict, { kind: "retry", waitMs: 0 });
});
