import assert from "node:assert/strict";
import { FIRST_REST_MS, FIRST_SET_ASIDE_MS } from "../../../src/csms/set-aside-policy.ts";
import type { SocketClosed } from "../../../src/csms/socket.ts";
import type { Action } from "../../../src/ocpp/messages.ts";
import { settled } from "../../fakes/memory-socket.ts";
import { QueueBench } from "./queue-bench.ts";

const byPeer = (code: number): SocketClosed => ({ kind: "closedByPeer", code, reason: "" });
const [TOO_BIG, BROKEN] = [byPeer(1009), byPeer(1011)];
const ACCEPTED = { idTokenInfo: { status: "Accepted" } };

/** Sends a CALL with which the connection ends, and connects again. */
async function lose(bench: QueueBench, action: Action, identity: string, closed: SocketClosed) {
  const outcome = bench.call(action, "{}", "ordinary", identity);
  bench.lose(closed);
  bench.reconnect();
  return (await outcome).kind;
}

async function accept(bench: QueueBench, action: Action, identity: string, payload: unknown = {}) {
  const before = bench.sent.length;
  const outcome = bench.call(action, "{}", "ordinary", identity);
  assert.equal(bench.sent.length, before + 1, `${action} ${identity} is not sent`);
  bench.accept(undefined, payload);
  assert.equal((await outcome).kind, "result");
}

Deno.test("when tokens end connections one after the other none is asked about for a while", async () => {
  const bench = new QueueBench().online();
  for (const token of ["A", "B"]) assert.equal(await lose(bench, "Authorize", token, BROKEN), "timeout");
  assert.deepEqual(bench.callsSetAside, ["Authorize setAside"]);
  const before = bench.sent.length;
  bench.clock.advance(FIRST_REST_MS - 1);
  assert.deepEqual(await bench.call("Authorize", "{}", "ordinary", "C"), { kind: "timeout" });
  assert.equal(bench.sent.length, before);
  bench.clock.advance(1);
  await accept(bench, "Authorize", "C", ACCEPTED);
  assert.deepEqual(bench.callsSetAside, ["Authorize setAside", "Authorize sentAgain"]);
  await accept(bench, "Authorize", "A", ACCEPTED);
});

Deno.test("one token that the CSMS does not take keeps no other from being asked about", async () => {
  const bench = new QueueBench().online();
  for (let loss = 0; loss < 2; loss++) await lose(bench, "Authorize", "A", TOO_BIG);
  await accept(bench, "Authorize", "B", ACCEPTED);
  assert.deepEqual(await bench.call("Authorize", "{}", "ordinary", "A"), { kind: "timeout" });
  assert.deepEqual(bench.callsSetAside, ["Authorize setAside"]);
});

Deno.test("a CALL that is set aside is a fault of its action until it is answered", async () => {
  const bench = new QueueBench().online();
  for (let loss = 0; loss < 2; loss++) await lose(bench, "MeterValues", "1", TOO_BIG);
  await accept(bench, "MeterValues", "2");
  assert.deepEqual(bench.callsSetAside, ["MeterValues setAside"]);
  bench.clock.advance(FIRST_SET_ASIDE_MS);
  await accept(bench, "MeterValues", "1");
  assert.deepEqual(bench.callsSetAside, ["MeterValues setAside", "MeterValues sentAgain"]);
});

Deno.test("a CALL that nobody makes again is forgotten after as long again", async () => {
  const bench = new QueueBench().online();
  for (let loss = 0; loss < 2; loss++) await lose(bench, "Authorize", "A", TOO_BIG);
  bench.clock.advance(2 * FIRST_SET_ASIDE_MS);
  await accept(bench, "Authorize", "B", ACCEPTED);
  assert.deepEqual(bench.callsSetAside, ["Authorize setAside"]);
  bench.clock.advance(1);
  await accept(bench, "Authorize", "B", ACCEPTED);
  assert.deepEqual(bench.callsSetAside, ["Authorize setAside", "Authorize sentAgain"]);
});

Deno.test("a CALL that rests goes as soon as one of its action from a queue is answered", async () => {
  const bench = new QueueBench().online();
  for (let loss = 0; loss < 2; loss++) await lose(bench, "NotifyEvent", "1", BROKEN);
  assert.deepEqual(await bench.call("NotifyEvent", "{}", "ordinary", "1"), { kind: "timeout" });
  bench.outbox.add("{}", "NotifyEvent");
  bench.queue.outboxGrew();
  bench.accept();
  await settled();
  await accept(bench, "NotifyEvent", "1");
});

Deno.test("BootNotification is never set aside, whatever ends with it", async () => {
  const bench = new QueueBench().online();
  for (let loss = 0; loss < 5; loss++) await lose(bench, "BootNotification", "", TOO_BIG);
  assert.equal(bench.sent.length, 5);
  assert.deepEqual(bench.callsSetAside, []);
  assert.deepEqual(bench.log.messages("error"), []);
});
