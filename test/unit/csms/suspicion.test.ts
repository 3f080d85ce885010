import assert from "node:assert/strict";
import fc from "fast-check";
import { blameFor, DIRECTLY_AFTER_MS, Suspicion } from "../../../src/csms/suspicion.ts";
import type { SocketClosed } from "../../../src/csms/socket.ts";

const byPeer = (code: number): SocketClosed => ({ kind: "closedByPeer", code, reason: "" });
const LOST: SocketClosed = { kind: "lost", reason: "" };

const BLAMES: readonly (readonly [closed: SocketClosed, outstandingMs: number, blame: string])[] = [
  ...[1007, 1008, 1009, 1011].map((code) => [byPeer(code), 60_000, "refused"] as const),
  ...[1000, 1001, 1012, 1013].map((code) => [byPeer(code), 0, "none"] as const),
  [byPeer(1005), DIRECTLY_AFTER_MS, "suspected"],
  [byPeer(1005), DIRECTLY_AFTER_MS + 1, "none"],
  [LOST, DIRECTLY_AFTER_MS, "suspected"],
  [LOST, DIRECTLY_AFTER_MS + 1, "none"],
  [{ kind: "pongTimeout" }, 0, "none"],
  [{ kind: "closedByUs", code: 1000, reason: "" }, 0, "none"],
  [{ kind: "protocolError", code: 1002, reason: "" }, 0, "none"],
];

for (const [closed, outstandingMs, blame] of BLAMES) {
  Deno.test(`${JSON.stringify(closed)} ${outstandingMs} ms after a CALL: ${blame}`, () =>
    assert.equal(blameFor({ closed, outstandingMs }), blame));
}

Deno.test("two refusals, or three suspicions of the same CALL, set it aside", () => {
  const suspicion = new Suspicion();
  assert.deepEqual([suspicion.lost("a", "refused"), suspicion.lost("a", "refused")], [false, true]);
  assert.deepEqual([1, 2, 3].map(() => suspicion.lost("b", "suspected")), [false, false, true]);
  assert.deepEqual([1, 2, 3].map(() => suspicion.lost("c", "none")), [false, false, false]);
});

Deno.test("CALLs that fail in turns are both found", () => {
  const suspicion = new Suspicion();
  const verdicts = [1, 2].flatMap(() => [suspicion.lost("a", "refused"), suspicion.lost("b", "refused")]);
  assert.deepEqual(verdicts, [false, false, true, true]);
});

Deno.test("a flaky network, under which nothing goes through, sets one CALL aside at most", () => {
  const keys = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 100 });
  fc.assert(fc.property(keys, (keys) => {
    const suspicion = new Suspicion();
    assert(keys.filter((key) => suspicion.lost(key, "suspected")).length <= 1);
  }));
});

Deno.test("once something went through, a second CALL may be set aside on suspicion", () => {
  const suspicion = new Suspicion();
  const lostThrice = (key: string) => [1, 2, 3].map(() => suspicion.lost(key, "suspected")).at(-1);
  assert.deepEqual([lostThrice("a"), lostThrice("b")], [true, false]);
  suspicion.answered("c");
  assert.equal(lostThrice("d"), true);
});

Deno.test("a CALL that is answered now and then is never set aside", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 50 }), (losses) => {
    const suspicion = new Suspicion();
    for (const count of losses) {
      for (let loss = 0; loss < count; loss++) assert(!suspicion.lost("a", "refused"));
      suspicion.answered("a");
    }
  }));
});
