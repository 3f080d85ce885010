import assert from "node:assert/strict";
import { FrameParser } from "../../src/csms/websocket/frame-parser.ts";
import { judgeUpgradeResponse } from "../../src/csms/websocket/upgrade-response.ts";
import { encodeClose, encodeFrame, encodeText } from "../fakes/csms/server-frames.ts";
import { FUZZ_SEED } from "./seed.ts";

/** 50 000 hostile byte sequences by default; the nightly task sets OCPP_FUZZ_FRAMES=1000000. */
const SEQUENCES = Number(Deno.env.get("OCPP_FUZZ_FRAMES") ?? 50_000);
const MAX_MESSAGE_BYTES = 4096;

/** mulberry32: small, and the same sequence for the same seed. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Random = ReturnType<typeof generator>;

const TEXTS = [
  "",
  '[2,"1","Reset",{}]',
  "grün €uro 🚗",
  "\ufeff",
  "x".repeat(125),
  "x".repeat(126),
  "x".repeat(4096),
];
const OPCODES = [0, 0, 1, 1, 1, 2, 8, 9, 9, 10, 3, 11];

function bytes(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random(256));
}

/** Valid, nearly valid and senseless frames one after another. */
function hostileStream(random: Random): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let count = 1 + random(6); count > 0; count--) {
    switch (random(6)) {
      case 0:
        parts.push(bytes(random, random(40)));
        break;
      case 1:
        parts.push(encodeText(TEXTS[random(TEXTS.length)]!));
        break;
      case 2:
        parts.push(encodeClose(random(6000), random(2) ? "reason" : ""));
        break;
      case 3:
        // A head that promises more than it keeps.
        parts.push(Uint8Array.of(0x81, random(2) ? 126 : 127, ...bytes(random, random(10))));
        break;
      default:
        parts.push(
          encodeFrame(OPCODES[random(OPCODES.length)]!, bytes(random, random(130)), { fin: random(3) > 0 }),
        );
    }
  }
  const stream = Uint8Array.from(parts.flatMap((part) => [...part]));
  for (let flips = random(3); flips > 0 && stream.length > 0; flips--) {
    stream[random(stream.length)]! ^= 1 << random(8);
  }
  return stream;
}

/** What a parser may say, and nothing else. */
function assertSane(events: readonly { kind: string }[], over: boolean): boolean {
  for (const event of events) {
    assert.equal(over, false, `${event.kind} after the end`);
    if (event.kind === "message") {
      const { text } = event as { text: string } & typeof event;
      assert.ok(new TextEncoder().encode(text).length <= MAX_MESSAGE_BYTES);
      assert.ok(text.isWellFormed());
    }
    over = event.kind === "close" || event.kind === "violation";
  }
  return over;
}

Deno.test(`${SEQUENCES} hostile byte sequences neither throw nor depend on how they are cut`, () => {
  const random = generator(FUZZ_SEED);
  const seen = new Map<string, number>();
  for (let i = 0; i < SEQUENCES; i++) {
    const stream = hostileStream(random);
    const whole = new FrameParser(MAX_MESSAGE_BYTES).push(stream);
    assertSane(whole, false);
    const parser = new FrameParser(MAX_MESSAGE_BYTES);
    const pieces: typeof whole = [];
    let over = false;
    for (let rest = stream; rest.length > 0;) {
      const size = 1 + random(rest.length);
      const events = parser.push(rest.subarray(0, size));
      over = assertSane(events, over);
      pieces.push(...events);
      rest = rest.subarray(size);
    }
    assert.deepEqual(pieces, whole, `seed ${FUZZ_SEED}, sequence ${i}: ${stream.toHex()}`);
    for (const { kind } of whole) seen.set(kind, (seen.get(kind) ?? 0) + 1);
  }
  // A generator that reaches only one corner proves nothing.
  for (const kind of ["message", "ping", "pong", "close", "violation"]) {
    assert.ok((seen.get(kind) ?? 0) > SEQUENCES / 100, `${kind} seen ${seen.get(kind)} times`);
  }
});

Deno.test("a peer that never finishes its messages cannot make us hold more than one of them", () => {
  const parser = new FrameParser(1024 * 1024);
  const fragment = encodeFrame(0, new Uint8Array(1000).fill(0x20), { fin: false });
  const ping = encodeFrame(9, new Uint8Array(125));
  parser.push(encodeFrame(1, new Uint8Array(0), { fin: false }));
  const gc = (globalThis as { gc?: () => void }).gc ?? (() => {});
  gc();
  const before = Deno.memoryUsage().external + Deno.memoryUsage().heapUsed;
  let violations = 0;
  for (let i = 0; i < 20_000; i++) {
    violations += parser.push(fragment).length;
    parser.push(ping);
  }
  gc();
  const grown = Deno.memoryUsage().external + Deno.memoryUsage().heapUsed - before;
  assert.equal(violations, 1, "too big, once");
  assert.ok(grown < 16 * 1024 * 1024, `${grown} bytes more`);
});

Deno.test("an endless chain of empty fragments costs nothing", () => {
  const parser = new FrameParser(1024);
  parser.push(encodeFrame(1, new Uint8Array(0), { fin: false }));
  const empties = Uint8Array.from(Array(1000).fill([0, 0]).flat());
  for (let i = 0; i < 100; i++) assert.deepEqual(parser.push(empties), []);
  assert.deepEqual(parser.push(encodeFrame(0, new TextEncoder().encode("end"))), [{
    kind: "message",
    text: "end",
  }]);
});

Deno.test("hostile HTTP responses get a verdict and never an exception", () => {
  const random = generator(FUZZ_SEED + 1);
  const expected = { subprotocols: ["ocpp2.0.1"], accept: "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" };
  const good = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
    `Sec-WebSocket-Accept: ${expected.accept}\r\nSec-WebSocket-Protocol: ocpp2.0.1`;
  let accepted = 0;
  for (let i = 0; i < SEQUENCES / 5; i++) {
    const head = Uint8Array.from(good, (char) => char.charCodeAt(0));
    for (let changes = random(4); changes > 0; changes--) head[random(head.length)] = random(256);
    const cut = head.subarray(0, random(4) ? head.length : random(head.length));
    const verdict = judgeUpgradeResponse(new TextDecoder("latin1").decode(cut), expected);
    if (verdict.kind === "accepted") accepted += 1;
  }
  assert.ok(accepted > 0);
});
