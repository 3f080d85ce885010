import assert from "node:assert/strict";
import { createDialTurns } from "../../../../src/csms/examination/dial-turns.ts";
import type { CsmsSocket, DialOptions, DialResult, SocketClosed } from "../../../../src/csms/socket.ts";

/** A dial that the test answers, one after the other. */
function manualDial() {
  const pending: ((result: DialResult) => void)[] = [];
  return {
    pending,
    dial: () => new Promise<DialResult>((resolve) => void pending.push(resolve)),
  };
}

const OPTIONS = {} as DialOptions;
const signal = () => new AbortController().signal;
const FAILED: DialResult = { kind: "failed", failure: { kind: "timeout" } };
const turn = () => new Promise((resolve) => setTimeout(resolve));

function openSocket() {
  const { promise: closed, resolve } = Promise.withResolvers<SocketClosed>();
  const result: DialResult = { kind: "open", socket: { closed } as CsmsSocket };
  return { result, close: () => resolve({ kind: "pongTimeout" }) };
}

Deno.test("no visit while the station is connected, and one again when that is over", async () => {
  const { pending, dial } = manualDial();
  const turns = createDialTurns(dial);
  const attempt = turns.dial(OPTIONS, signal());
  await turn();
  const { result, close } = openSocket();
  pending.shift()!(result);
  await attempt;
  assert.equal(await turns.visit(OPTIONS, () => assert.fail()), "stationIsConnected");
  close();
  await turn();
  const visit = turns.visit(OPTIONS, () => Promise.resolve());
  await turn();
  pending.shift()!(FAILED);
  assert.equal(await visit, "done");
});

Deno.test("a visit waits for the attempt under way, and does not follow one that succeeds", async () => {
  const { pending, dial } = manualDial();
  const turns = createDialTurns(dial);
  const attempt = turns.dial(OPTIONS, signal());
  const visit = turns.visit(OPTIONS, () => assert.fail());
  await turn();
  assert.equal(pending.length, 1);
  pending.shift()!(openSocket().result);
  await attempt;
  assert.equal(await visit, "stationIsConnected");
});

Deno.test("an attempt waits until the visit has closed its connection; neither waits for the other for ever", async () => {
  const { pending, dial } = manualDial();
  const turns = createDialTurns(dial);
  const used = Promise.withResolvers<void>();
  const visit = turns.visit(OPTIONS, () => used.promise);
  const attempt = turns.dial(OPTIONS, signal());
  const next = turns.visit(OPTIONS, () => Promise.resolve());
  await turn();
  pending.shift()!(openSocket().result);
  await turn();
  assert.equal(pending.length, 0);
  used.resolve();
  assert.equal(await visit, "done");
  await turn();
  pending.shift()!(FAILED);
  assert.deepEqual(await attempt, FAILED);
  await turn();
  pending.shift()!(FAILED);
  assert.equal(await next, "done");
});
