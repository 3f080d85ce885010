import assert from "node:assert/strict";
import {
  afterAttempt,
  isTooSoon,
  type KeyCodeAttempts,
  NO_ATTEMPTS,
} from "../../../../src/station/authorization/key-code-attempts.ts";

/** Milliseconds that the next key code has to wait. */
function waitMs(attempts: KeyCodeAttempts): number {
  for (let ms = 0;; ms += 1000) if (!isTooSoon(attempts, attempts.lastMs + ms)) return ms;
}

Deno.test("each wrong key code doubles the wait after the third, up to a minute; a right one ends it", () => {
  let attempts = NO_ATTEMPTS;
  const waits: number[] = [];
  for (let attempt = 1; attempt <= 9; attempt++) {
    attempts = afterAttempt(attempts, "refused", attempt * 1000);
    waits.push(waitMs(attempts) / 1000);
  }
  assert.deepEqual(waits, [0, 0, 5, 10, 20, 40, 60, 60, 60]);
  assert.equal(isTooSoon({ refused: 10_000, lastMs: 0 }, 60_000), false);
  assert.deepEqual(afterAttempt(attempts, "accepted", 0), NO_ATTEMPTS);
});
