import assert from "node:assert/strict";
import type { InboundCalls } from "../../../../src/csms/inbound-calls.ts";
import { Session } from "../../../../src/csms/session.ts";
import { ClientSocket } from "../../../../src/csms/websocket/client-socket.ts";
import { WRITE_STALL_MS } from "../../../../src/kernel/limits.ts";
import { silentLogger } from "../../../../src/kernel/silent-logger.ts";
import { ByteReader } from "../../../fakes/csms/byte-reader.ts";
import { FakeTransport } from "../../../fakes/csms/fake-transport.ts";
import {
  type ClientFrame,
  encodeClose,
  encodeFrame,
  encodeText,
  Opcode,
  readFrame,
} from "../../../fakes/csms/server-frames.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";

function open(options: { pingIntervalMs?: number; pongTimeoutMs?: number; early?: Uint8Array } = {}) {
  const transport = new FakeTransport();
  const clock = new FakeClock();
  const socket = new ClientSocket({
    transport,
    subprotocol: "ocpp2.0.1",
    early: options.early ?? new Uint8Array(0),
    clock,
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    pingIntervalMs: options.pingIntervalMs ?? 0,
    pongTimeoutMs: options.pongTimeoutMs ?? 5000,
    closeTimeoutMs: 2000,
    maxMessageBytes: 1000,
    pingPayload: new TextEncoder().encode("alive?"),
  });
  return { transport, clock, socket, messages: socket.messages()[Symbol.asyncIterator]() };
}

/** The frames among these bytes, as a server reads them. */
async function framesIn(written: readonly Uint8Array[]): Promise<ClientFrame[]> {
  let chunks = [...written];
  const reader = new ByteReader({
    read(buffer) {
      const [chunk, ...rest] = chunks;
      chunks = rest;
      if (chunk) buffer.set(chunk);
      return Promise.resolve(chunk?.length ?? null);
    },
  });
  const frames: ClientFrame[] = [];
  for (;;) {
    const read = await readFrame(reader);
    if (read.kind !== "frame") return frames;
    frames.push(read.frame);
  }
}

const text = (frame: ClientFrame | undefined) => new TextDecoder().decode(frame?.payload);
const closeCode = (frame: ClientFrame | undefined) => frame && (frame.payload[0]! << 8 | frame.payload[1]!);

/** Nothing may be left running once a socket is over. */
async function assertNothingLeft(parts: ReturnType<typeof open>): Promise<void> {
  assert.deepEqual(parts.clock.pending(), []);
  assert.equal(parts.transport.isClosed, true);
  assert.equal((await parts.messages.next()).done, true);
  assert.equal(await parts.socket.send("late"), "closed");
}

Deno.test("texts are sent as single masked frames in order", async () => {
  const { socket, transport } = open();
  assert.equal(await socket.send("[2]"), "sent");
  assert.equal(await socket.send("Säule"), "sent");
  const frames = await framesIn(transport.written);
  assert.deepEqual(frames.map((frame) => [frame.fin, frame.opcode, text(frame)]), [
    [true, Opcode.text, "[2]"],
    [true, Opcode.text, "Säule"],
  ]);
  socket.abort();
});

Deno.test("the first text goes out at once and what comes meanwhile goes out together", async () => {
  const { socket, transport } = open();
  transport.stallWrites();
  const sent = ["a", "b", "c"].map((each) => socket.send(each));
  assert.equal(transport.written.length, 1);
  transport.resumeWrites();
  assert.deepEqual(await Promise.all(sent), ["sent", "sent", "sent"]);
  assert.equal(transport.written.length, 2);
  assert.deepEqual((await framesIn(transport.written)).map(text), ["a", "b", "c"]);
  socket.abort();
});

Deno.test("messages arrive in order, those that came with the upgrade first", async () => {
  const { transport, messages, socket } = open({ early: encodeText("one") });
  transport.feed(encodeText("two"));
  assert.deepEqual((await messages.next()).value, "one");
  assert.deepEqual((await messages.next()).value, "two");
  socket.abort();
});

Deno.test("nothing is read ahead of a consumer that is behind", async () => {
  const { transport, messages, socket } = open();
  transport.feed(encodeText("one"));
  transport.feed(encodeText("two"));
  transport.feed(encodeText("three"));
  await messages.next();
  await new Promise<void>((resolve) => queueMicrotask(resolve));
  assert.equal(transport.waitingReads, 0, "one message waits, so nobody reads");
  await messages.next();
  await messages.next();
  const next = messages.next();
  assert.equal(transport.waitingReads, 1);
  socket.abort();
  assert.equal((await next).done, true);
});

Deno.test("reading is not paused for a message that the consumer waits for", async () => {
  const { clock, transport, messages, socket } = open();
  let pauses = 0;
  void clock.timerSet("csms write stall").then(() => pauses++);
  for (const text of ["one", "two"]) {
    const next = messages.next();
    transport.feed(encodeText(text));
    assert.equal((await next).value, text);
    await until(() => transport.waitingReads === 1);
  }
  assert.equal(pauses, 0);
  socket.abort();
});

Deno.test("a ping is answered with its payload, a flood of pings only with the latest", async () => {
  const { transport, socket } = open();
  transport.stallWrites();
  const ping = (payload: string) => encodeFrame(Opcode.ping, new TextEncoder().encode(payload));
  transport.feed(ping("1"), ping("2"), ping("3"), ping("4"));
  await transport.writes(1);
  await until(() => transport.waitingReads === 1);
  transport.resumeWrites();
  await transport.writes(2);
  const frames = await framesIn(transport.written);
  assert.deepEqual(frames.map((frame) => [frame.opcode, text(frame)]), [
    [Opcode.pong, "1"],
    [Opcode.pong, "4"],
  ]);
  socket.abort();
});

Deno.test("pings go out at the interval and a pong in time keeps the connection", async () => {
  const parts = open({ pingIntervalMs: 10_000, pongTimeoutMs: 5000 });
  const { clock, transport, socket } = parts;
  for (let round = 1; round <= 3; round++) {
    clock.advance(round === 1 ? 10_000 : 10_000 - 4999);
    await transport.writes(round);
    assert.deepEqual(clock.pending(), ["csms pong timeout", "csms ping"]);
    transport.feed(encodeFrame(Opcode.pong, new Uint8Array(0)));
    await until(() => !clock.pending().includes("csms pong timeout"));
    clock.advance(4999);
  }
  const frames = await framesIn(transport.written);
  assert.deepEqual(
    frames.map((frame) => [frame.opcode, text(frame)]),
    Array(3).fill([Opcode.ping, "alive?"]),
  );
  socket.abort();
  await assertNothingLeft(parts);
});

Deno.test("a peer that does not answer a ping in time is dropped", async () => {
  const parts = open({ pingIntervalMs: 10_000, pongTimeoutMs: 5000 });
  parts.clock.advance(14_999);
  assert.equal(parts.transport.isClosed, false);
  parts.clock.advance(1);
  assert.deepEqual(await parts.socket.closed, { kind: "pongTimeout" });
  await assertNothingLeft(parts);
});

Deno.test("a pong timeout longer than the interval counts from the first unanswered ping", async () => {
  const { clock, socket } = open({ pingIntervalMs: 1000, pongTimeoutMs: 2500 });
  clock.advance(3499);
  assert.deepEqual(clock.pending().sort(), ["csms ping", "csms pong timeout"]);
  clock.advance(1);
  assert.deepEqual(await socket.closed, { kind: "pongTimeout" });
});

Deno.test("interval 0 sends no pings", () => {
  const { clock, socket } = open({ pingIntervalMs: 0 });
  assert.deepEqual(clock.pending(), []);
  socket.abort();
});

Deno.test("while the consumer is behind the peer is not blamed for a pong we did not read", async () => {
  const { clock, transport, messages, socket } = open({ pingIntervalMs: 10_000, pongTimeoutMs: 5000 });
  transport.feed(encodeText("one"));
  await clock.timerSet("csms write stall");
  clock.advance(30_000);
  assert.equal(transport.isClosed, false);
  await messages.next();
  await until(() => clock.pending().includes("csms pong timeout"));
  clock.advance(5000);
  assert.deepEqual(await socket.closed, { kind: "pongTimeout" });
});

for (const pingIntervalMs of [10_000, 0]) {
  Deno.test(`a peer that writes and does not read is dropped, with pings every ${pingIntervalMs} ms`, async () => {
    const parts = open({ pingIntervalMs });
    const { clock, transport, socket, messages } = parts;
    const inbound = { receive: () => Promise.resolve("valid") } as unknown as InboundCalls;
    const host = { message() {}, securityEvent() {} };
    const session = new Session(socket, { host, queue: { answer() {} }, inbound, log: silentLogger });
    transport.neverSettleWrites();
    const served = session.serve();
    transport.feed(encodeText("nonsense"));
    await transport.writes(1);
    // The answer cannot be written; one more message waits, so nobody reads.
    transport.feed(encodeText("more of it"));
    await until(() => transport.waitingReads === 0 && clock.pending().includes("csms write stall"));
    clock.advance(WRITE_STALL_MS - 1);
    assert.equal(transport.isClosed, false);
    clock.advance(1);
    assert.deepEqual(await socket.closed, { kind: "lost", reason: "the peer does not read" });
    await served;
    assert.deepEqual(clock.pending(), []);
    assert.equal((await messages.next()).done, true);
  });
}

Deno.test("a slow peer that reads now and then keeps its connection", async () => {
  const { clock, transport, socket } = open();
  transport.stallWrites();
  void socket.send("one");
  void socket.send("two");
  transport.feed(encodeText("not taken"));
  await clock.timerSet("csms write stall");
  for (let round = 1; round <= 5; round++) {
    clock.advance(WRITE_STALL_MS - 1);
    transport.resumeWrites();
    transport.stallWrites();
    void socket.send("another");
    await transport.writes(round + 1);
  }
  clock.advance(WRITE_STALL_MS - 1);
  assert.equal(transport.isClosed, false);
  socket.abort();
});

Deno.test("a write that hangs ends as closed with its connection, although the transport never settles it", async () => {
  const { transport, socket } = open();
  transport.neverSettleWrites();
  const sending = [socket.send("stuck"), socket.send("behind it")];
  socket.abort();
  assert.deepEqual(await Promise.all(sending), ["closed", "closed"]);
});

Deno.test("the peer's close is answered with its code and told", async () => {
  const parts = open({ pingIntervalMs: 10_000 });
  parts.transport.feed(encodeText("last"), encodeClose(1001, "restart"));
  assert.equal((await parts.messages.next()).value, "last");
  assert.deepEqual(await parts.socket.closed, { kind: "closedByPeer", code: 1001, reason: "restart" });
  const [frame] = await framesIn(parts.transport.written);
  assert.equal(frame?.opcode, Opcode.close);
  assert.equal(closeCode(frame), 1001);
  await assertNothingLeft(parts);
});

Deno.test("a close without a code is answered without a code", async () => {
  const { transport, socket } = open();
  transport.feed(encodeClose());
  assert.deepEqual(await socket.closed, { kind: "closedByPeer", code: 1005, reason: "" });
  assert.equal((await framesIn(transport.written))[0]?.payload.length, 0);
});

Deno.test("messages received before the peer closed are still delivered", async () => {
  const { transport, messages, socket } = open({ early: encodeText("one") });
  await messages.next();
  transport.feed(Uint8Array.from([...encodeText("two"), ...encodeText("three"), ...encodeClose(1000)]));
  await socket.closed;
  assert.equal((await messages.next()).value, "two");
  assert.equal((await messages.next()).value, "three");
  assert.equal((await messages.next()).done, true);
});

Deno.test("closing waits for the peer's close frame and sends nothing after its own", async () => {
  const parts = open({ pingIntervalMs: 10_000 });
  const { socket, transport } = parts;
  const closing = socket.close(1000, "done");
  assert.equal(await socket.send("late"), "closed");
  transport.feed(encodeText("ignored"), encodeFrame(Opcode.ping, new Uint8Array(0)), encodeClose(1000));
  await closing;
  assert.deepEqual(await socket.closed, { kind: "closedByUs", code: 1000, reason: "done" });
  const frames = await framesIn(transport.written);
  assert.deepEqual(frames.map((frame) => [frame.opcode, closeCode(frame)]), [[Opcode.close, 1000]]);
  await assertNothingLeft(parts);
});

Deno.test("closing does not wait longer than its timer for a silent peer", async () => {
  const parts = open();
  const closing = parts.socket.close(1001, "going");
  parts.clock.advance(1999);
  assert.equal(parts.transport.isClosed, false);
  parts.clock.advance(1);
  await closing;
  assert.deepEqual(await parts.socket.closed, { kind: "closedByUs", code: 1001, reason: "going" });
  await assertNothingLeft(parts);
});

Deno.test("closing hears the peer's close frame although the consumer is behind", async () => {
  const parts = open();
  parts.transport.feed(encodeText("not taken"));
  await until(() => parts.transport.waitingReads === 0);
  const closing = parts.socket.close(1000, "");
  parts.transport.feed(encodeClose(1000));
  await closing;
  assert.equal((await parts.messages.next()).value, "not taken");
  await assertNothingLeft(parts);
});

Deno.test("a peer that just drops the connection while we close it does not change who closed", async () => {
  const parts = open();
  const closing = parts.socket.close(1000, "done");
  parts.transport.end();
  await closing;
  assert.deepEqual(await parts.socket.closed, { kind: "closedByUs", code: 1000, reason: "done" });
  await assertNothingLeft(parts);
});

Deno.test("closing works while writes hang", async () => {
  const parts = open();
  parts.transport.stallWrites();
  const sending = parts.socket.send("stuck");
  const closing = parts.socket.close(1000, "");
  parts.clock.advance(2000);
  await closing;
  assert.equal(await sending, "closed");
  await assertNothingLeft(parts);
});

Deno.test("aborting drops the connection at once and without a word", async () => {
  const parts = open({ pingIntervalMs: 10_000 });
  parts.socket.abort();
  assert.deepEqual(await parts.socket.closed, { kind: "closedByUs", code: 1006, reason: "aborted" });
  assert.deepEqual(parts.transport.written, []);
  await assertNothingLeft(parts);
});

Deno.test("a peer that breaks the protocol hears why before it is dropped", async () => {
  const parts = open();
  parts.transport.feed(Uint8Array.of(0x82, 1, 0));
  assert.deepEqual(await parts.socket.closed, {
    kind: "protocolError",
    code: 1003,
    reason: "binary message",
  });
  assert.equal(closeCode((await framesIn(parts.transport.written))[0]), 1003);
  await assertNothingLeft(parts);
});

Deno.test("a peer that breaks the protocol and does not read is dropped all the same", async () => {
  const parts = open();
  parts.transport.stallWrites();
  parts.transport.feed(Uint8Array.of(0xff, 0xff));
  await parts.clock.timerSet("csms close timeout");
  parts.clock.advance(2000);
  assert.equal((await parts.socket.closed).kind, "protocolError");
  await assertNothingLeft(parts);
});

Deno.test("an end or a failure of the transport without a close frame is a lost connection", async () => {
  const ended = open({ pingIntervalMs: 1000 });
  ended.transport.end();
  assert.deepEqual(await ended.socket.closed, { kind: "lost", reason: "the peer ended the connection" });
  await assertNothingLeft(ended);
  const broken = open({ pingIntervalMs: 1000 });
  broken.transport.fail("connection reset");
  assert.deepEqual(await broken.socket.closed, { kind: "lost", reason: "connection reset" });
  await assertNothingLeft(broken);
});

Deno.test("a write that fails ends the connection and is told as closed", async () => {
  const parts = open();
  parts.transport.stallWrites();
  const sending = parts.socket.send("x");
  parts.transport.isClosed = true;
  parts.transport.resumeWrites();
  assert.equal(await sending, "closed");
  assert.equal((await parts.socket.closed).kind, "lost");
});

/** Lets promises settle until the condition holds; fails after far more turns than anything here needs. */
async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1000; turn++) {
    if (condition()) return;
    await Promise.resolve();
  }
  assert.fail("the condition never came true");
}
