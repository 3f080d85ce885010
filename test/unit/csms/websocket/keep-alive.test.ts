import assert from "node:assert/strict";
import { KeepAlive } from "../../../../src/csms/websocket/keep-alive.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";

function bench(pingIntervalMs: number) {
  const clock = new FakeClock();
  const seen: string[] = [];
  const keepAlive = new KeepAlive({
    clock,
    pingIntervalMs,
    pongTimeoutMs: 5000,
    sendPing: () => void seen.push(`ping at ${clock.monotonicMs()}`),
    onPongTimeout: () => void seen.push(`no pong at ${clock.monotonicMs()}`),
  });
  return { clock, keepAlive, seen };
}

Deno.test("a new interval takes the place of the old one, and counts from now", () => {
  const { clock, keepAlive, seen } = bench(10_000);
  clock.advance(9000);
  keepAlive.pingEvery(20_000);
  clock.advance(19_999);
  assert.deepEqual(seen, []);
  clock.advance(1);
  assert.deepEqual(seen, ["ping at 29000"]);
  keepAlive.pong();
  keepAlive.pingEvery(0);
  clock.advance(3600_000);
  assert.deepEqual(seen, ["ping at 29000"]);
  assert.deepEqual(clock.pending(), []);
});

Deno.test("a pong that is not there in time is told once, and not while nothing is read", () => {
  const { clock, keepAlive, seen } = bench(10_000);
  clock.advance(10_000);
  keepAlive.pause();
  clock.advance(6000);
  assert.deepEqual(seen, ["ping at 10000"]);
  keepAlive.resume();
  clock.advance(5000);
  assert.deepEqual(seen.filter((text) => text.startsWith("no pong")), ["no pong at 21000"]);
  keepAlive.stop();
  assert.deepEqual(clock.pending(), []);
});
