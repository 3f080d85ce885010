import assert from "node:assert/strict";
import fc from "fast-check";
import { FIRST_REST_MS, MAX_REST_MS } from "../../../src/csms/set-aside-policy.ts";
import {
  DIRECTLY_AFTER_MS,
  type SuspectedCause,
  suspectedCause,
  Suspicion,
} from "../../../src/csms/suspicion.ts";
import type { SocketClosed } from "../../../src/csms/socket.ts";

const byPeer = (code: number): SocketClosed => ({ kind: "closedByPeer", code, reason: "" });
const LOST: SocketClosed = { kind: "lost", reason: "" };

const CAUSES: readonly (readonly [closed: SocketClosed, outstandingMs: number, cause: string])[] = [
  ...[1007, 1009].map((code) => [byPeer(code), 60_000, "named"] as const),
  ...[1008, 1011].map((code) => [byPeer(code), 60_000, "refused"] as const),
  ...[1000, 1001, 1012, 1013].map((code) => [byPeer(code), 0, "none"] as const),
  [byPeer(1005), DIRECTLY_AFTER_MS, "suspected"],
  [byPeer(1005), DIRECTLY_AFTER_MS + 1, "none"],
  [LOST, DIRECTLY_AFTER_MS, "suspected"],
  [LOST, DIRECTLY_AFTER_MS + 1, "none"],
  [{ kind: "pongTimeout" }, 0, "none"],
  [{ kind: "closedByUs", code: 1000, reason: "" }, 0, "none"],
  [{ kind: "protocolError", code: 1002, reason: "" }, 0, "none"],
];

for (const [closed, outstandingMs, cause] of CAUSES) {
  Deno.test(`${JSON.stringify(closed)} ${outstandingMs} ms after a CALL: ${cause}`, () =>
    assert.equal(suspectedCause({ closed, outstandingMs }), cause));
}

/** Suspicions about transaction events, and one answer at a time. */
class Court {
  readonly suspicion = new Suspicion();

  lost(key: string, cause: SuspectedCause, record: "clean" | "convicted" = "clean") {
    return this.suspicion.lost({ key, action: "TransactionEvent", record }, cause);
  }

  kinds(cause: SuspectedCause, ...keys: string[]): readonly string[] {
    return keys.map((key) => this.lost(key, cause).kind);
  }

  answered(key: string): readonly string[] {
    return this.suspicion.answered({ key, action: "TransactionEvent" });
  }
}

Deno.test("two refusals, or three suspicions of the same CALL, put it in doubt; two that name the fault convict it", () => {
  assert.deepEqual(new Court().kinds("refused", "a", "a"), ["again", "doubted"]);
  assert.deepEqual(new Court().kinds("suspected", "a", "a", "a"), ["again", "again", "doubted"]);
  assert.deepEqual(new Court().kinds("named", "a", "a"), ["again", "guilty"]);
  assert.deepEqual(new Court().kinds("none", "a", "a", "a", "a"), ["again", "again", "again", "again"]);
});

Deno.test("a CALL in doubt is tried again once another one was taken, and then one loss convicts it", () => {
  const court = new Court();
  court.kinds("refused", "a", "a");
  assert.deepEqual(court.answered("b"), ["a"]);
  assert.deepEqual(court.kinds("refused", "a"), ["guilty"]);
  assert.deepEqual(court.answered("b"), []);
  assert.deepEqual(court.lost("a", "suspected", "convicted"), { kind: "guilty" });
});

Deno.test("what is taken of another action proves nothing", () => {
  const court = new Court();
  court.kinds("suspected", "a", "a", "a");
  assert.deepEqual(court.suspicion.answered({ key: "n", action: "NotifyEvent" }), []);
  assert.deepEqual(court.kinds("suspected", "a"), ["doubted"]);
});

Deno.test("the rests grow up to ten minutes; a second CALL that is lost speaks against the CSMS", () => {
  const court = new Court();
  court.lost("a", "refused");
  const rests = ["a", "b", "a", "c", "b", "a"].map((key) => court.lost(key, "refused"));
  assert.deepEqual(
    rests,
    [1, 2, 4, 8, 10, 10].map((minutes, index) => ({
      ...{ kind: "doubted", restMs: minutes * FIRST_REST_MS },
      others: index === 0 ? "unheard" : "lost",
    })),
  );
});

Deno.test("a CALL without any other of its action is convicted after the longest rest", () => {
  const court = new Court();
  court.lost("a", "suspected");
  court.lost("a", "suspected");
  const rests = Array.from({ length: 6 }, () => court.lost("a", "suspected"));
  assert.deepEqual(rests.map(({ kind }) => kind), [...Array(5).fill("doubted"), "guilty"]);
  const last = rests[4];
  assert(last?.kind === "doubted" && last.restMs === MAX_REST_MS);
});

Deno.test("while nothing goes through, several CALLs never convict one of them", () => {
  const losses = fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom("refused", "suspected")), {
    maxLength: 60,
  });
  fc.assert(fc.property(losses, (losses) => {
    const court = new Court();
    court.kinds("refused", "a", "a", "b");
    for (const [key, cause] of losses) assert.equal(court.lost(key, cause).kind, "doubted");
  }));
});

Deno.test("a CALL that is answered now and then is never left alone", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 50 }), (losses) => {
    const court = new Court();
    for (const count of losses) {
      for (let loss = 0; loss < count; loss++) assert.equal(court.lost("a", "refused").kind, "again");
      court.answered("a");
    }
  }));
});

Deno.test("CALLs that are lost but once each are in doubt together, until one of their action is answered", () => {
  assert.deepEqual(new Court().kinds("suspected", "a", "b", "c"), ["again", "again", "doubted"]);
  assert.deepEqual(new Court().kinds("named", "a", "b"), ["again", "doubted"]);
  const court = new Court();
  court.lost("a", "refused");
  const verdict = court.lost("b", "refused");
  assert(verdict.kind === "doubted" && verdict.others === "lost");
  court.answered("c");
  assert.deepEqual(court.kinds("suspected", "d", "e"), ["again", "again"]);
});

Deno.test("a CALL that is found guilty speaks no more against the CSMS", () => {
  const court = new Court();
  assert.deepEqual(court.kinds("named", "a", "a", "b"), ["again", "guilty", "again"]);
});

Deno.test("a time-out clears a CALL and proves nothing against another", () => {
  const court = new Court();
  court.kinds("refused", "a", "a");
  court.suspicion.timedOut({ key: "b", action: "TransactionEvent" });
  assert.deepEqual(court.kinds("refused", "a"), ["doubted"]);
});
