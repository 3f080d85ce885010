import assert from "node:assert/strict";
import { connectorId, evseId, transactionId } from "../../../../src/kernel/ids.ts";
import { ReadyMoments } from "../../../../src/station/smart-charging/ready-moments.ts";
import type { ActiveTransaction } from "../../../../src/station/transactions/active-transaction.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";

function readySince(readySinceMs: number | undefined, id = "tx"): ActiveTransaction {
  return {
    transactionId: transactionId(id),
    evseId: evseId(1),
    connectorId: connectorId(1),
    sessionId: "session",
    startedMs: 0,
    ...(readySinceMs === undefined ? {} : { readySinceMs }),
    chargingState: "Charging",
    authorized: true,
  };
}

Deno.test("the time since then does not change when the wall clock is set", () => {
  const clock = new FakeClock();
  const moments = new ReadyMoments(clock);
  const transaction = readySince(clock.wallMs() - 60_000);
  assert.equal(moments.outdated(transaction), undefined);
  for (const byMs of [-600_000, 7_200_000]) {
    clock.advance(10_000);
    const before = clock.wallMs() - moments.adjusted(transaction).readySinceMs!;
    clock.setWall(clock.wallMs() + byMs);
    assert.equal(clock.wallMs() - moments.adjusted(transaction).readySinceMs!, before);
    assert.equal(moments.outdated(transaction), clock.wallMs() - before);
  }
});

Deno.test("a moment ahead of now is now, and counts from there", () => {
  const clock = new FakeClock();
  const moments = new ReadyMoments(clock);
  const transaction = readySince(clock.wallMs() + 3_600_000);
  assert.equal(moments.adjusted(transaction).readySinceMs, clock.wallMs());
  clock.advance(5_000);
  assert.equal(moments.adjusted(transaction).readySinceMs, clock.wallMs() - 5_000);
});

Deno.test("the next transaction has a moment of its own", () => {
  const clock = new FakeClock();
  const moments = new ReadyMoments(clock);
  moments.adjusted(readySince(clock.wallMs() - 60_000));
  assert.equal(moments.adjusted(readySince(undefined, "next")).readySinceMs, undefined);
  assert.equal(moments.adjusted(readySince(clock.wallMs(), "next")).readySinceMs, clock.wallMs());
});
