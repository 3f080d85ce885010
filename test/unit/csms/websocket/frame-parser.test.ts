import assert from "node:assert/strict";
import fc from "fast-check";
import { type FrameEvent, FrameParser } from "../../../../src/csms/websocket/frame-parser.ts";
import { encodeClose, encodeFrame, encodeText, Opcode } from "../../../fakes/csms/server-frames.ts";

const LIMIT = 1024;
const utf8 = (text: string) => new TextEncoder().encode(text);

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function parse(bytes: Uint8Array, limit = LIMIT): FrameEvent[] {
  return new FrameParser(limit).push(bytes);
}

function violationCode(bytes: Uint8Array): number | undefined {
  const last = parse(bytes).at(-1);
  return last?.kind === "violation" ? last.code : undefined;
}

/** Cuts bytes at every position in turn, then into single bytes. */
function* chunkings(bytes: Uint8Array): Iterable<Uint8Array[]> {
  for (let cut = 1; cut < bytes.length; cut++) yield [bytes.subarray(0, cut), bytes.subarray(cut)];
  yield Array.from(bytes, (byte) => Uint8Array.of(byte));
}

Deno.test("messages of every length form arrive whole, up to the limit", () => {
  for (const length of [0, 1, 125, 126, 127, 65_535, 65_536, 70_000]) {
    const text = "x".repeat(length);
    assert.deepEqual(parse(encodeText(text), 70_000), [{ kind: "message", text }]);
  }
});

Deno.test("a message one byte past the limit is refused as too big before its payload comes", () => {
  assert.equal(parse(encodeText("x".repeat(LIMIT))).at(0)?.kind, "message");
  const head = encodeText("x".repeat(LIMIT + 1)).subarray(0, 4);
  assert.equal(violationCode(head), 1009);
});

Deno.test("fragments that together pass the limit are refused as too big", () => {
  const half = utf8("x".repeat(LIMIT / 2));
  const fits = join(encodeFrame(1, half, { fin: false }), encodeFrame(0, half));
  assert.equal(parse(fits).at(0)?.kind, "message");
  const tooBig = join(encodeFrame(1, half, { fin: false }), encodeFrame(0, utf8("x".repeat(LIMIT / 2 + 1))));
  assert.equal(violationCode(tooBig), 1009);
});

Deno.test("a length of 64 bits that no machine could hold is refused, not waited for", () => {
  assert.equal(violationCode(Uint8Array.from([0x81, 127, ...Array(8).fill(0xff)])), 1009);
});

Deno.test("however the bytes are cut, the events are the same", () => {
  const bytes = join(
    encodeFrame(Opcode.text, utf8("grün"), { fin: false }),
    encodeFrame(Opcode.ping, utf8("p")),
    encodeFrame(Opcode.continuation, utf8("e Säule"), { fin: false }),
    encodeFrame(Opcode.pong, utf8("q")),
    encodeFrame(Opcode.continuation, new Uint8Array(0)),
    encodeText("x".repeat(200)),
    encodeClose(1001, "bye"),
  );
  const expected: FrameEvent[] = [
    { kind: "ping", payload: utf8("p") },
    { kind: "pong" },
    { kind: "message", text: "grüne Säule" },
    { kind: "message", text: "x".repeat(200) },
    { kind: "close", code: 1001, reason: "bye" },
  ];
  assert.deepEqual(parse(bytes), expected);
  for (const chunks of chunkings(bytes)) {
    const parser = new FrameParser(LIMIT);
    assert.deepEqual(chunks.flatMap((chunk) => parser.push(chunk)), expected);
  }
});

Deno.test("a character may be split between fragments", () => {
  const euro = utf8("€");
  const split = join(
    encodeFrame(1, euro.subarray(0, 1), { fin: false }),
    encodeFrame(0, euro.subarray(1, 2), { fin: false }),
    encodeFrame(0, euro.subarray(2)),
  );
  assert.deepEqual(parse(split), [{ kind: "message", text: "€" }]);
});

Deno.test("a byte order mark is text like any other", () => {
  assert.deepEqual(parse(encodeText("\ufeff[]")), [{ kind: "message", text: "\ufeff[]" }]);
});

const head = (first: number, second: number) => Uint8Array.of(first, second);
for (
  const [what, code, bytes] of [
    ["RSV1 without an extension", 1002, head(0xc1, 0)],
    ["RSV2", 1002, head(0xa1, 0)],
    ["RSV3", 1002, head(0x91, 0)],
    ["a masked frame", 1002, head(0x81, 0x80)],
    ["a binary message", 1003, head(0x82, 0)],
    ["reserved data opcode 3", 1002, head(0x83, 0)],
    ["reserved data opcode 7", 1002, head(0x87, 0)],
    ["reserved control opcode 11", 1002, head(0x8b, 0)],
    ["reserved control opcode 15", 1002, head(0x8f, 0)],
    ["a fragmented ping", 1002, head(0x09, 0)],
    ["a fragmented close", 1002, head(0x08, 0)],
    ["a control frame of 126 bytes", 1002, encodeFrame(9, new Uint8Array(126))],
    ["a continuation of nothing", 1002, head(0x80, 0)],
    ["a new message inside a fragmented one", 1002, join(head(0x01, 0), head(0x81, 0))],
    ["a 16-bit length that fits 7 bits", 1002, Uint8Array.of(0x81, 126, 0, 125)],
    ["a 64-bit length that fits 16 bits", 1002, Uint8Array.of(0x81, 127, 0, 0, 0, 0, 0, 0, 0xff, 0xff)],
    ["text that is not UTF-8", 1007, encodeFrame(1, Uint8Array.of(0xc3, 0x28))],
    ["text with a lone surrogate", 1007, encodeFrame(1, Uint8Array.of(0xed, 0xa0, 0x80))],
    ["text that ends inside a character", 1007, encodeFrame(1, Uint8Array.of(0xe2, 0x82))],
    [
      "text whose fragments are not UTF-8 together",
      1007,
      join(
        encodeFrame(1, Uint8Array.of(0xe2), { fin: false }),
        encodeFrame(0, Uint8Array.of(0x28, 0xa1)),
      ),
    ],
    ["half a close code", 1002, encodeFrame(8, Uint8Array.of(3))],
    ["a close reason that is not UTF-8", 1007, encodeFrame(8, Uint8Array.of(3, 0xe8, 0xff))],
  ] as const
) {
  Deno.test(`${what} is a violation to close with ${code}`, () => {
    assert.equal(violationCode(bytes), code);
    for (const chunks of chunkings(bytes)) {
      const parser = new FrameParser(LIMIT);
      const last = chunks.flatMap((chunk) => parser.push(chunk)).at(-1);
      assert.equal(last?.kind === "violation" && last.code, code);
    }
  });
}

Deno.test("only the close codes of RFC 6455, of its registry and private ones may arrive", () => {
  for (let code = 0; code <= 5200; code++) {
    const [event] = parse(encodeClose(code));
    const allowed = (code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) ||
      (code >= 3000 && code <= 4999);
    assert.equal(event?.kind, allowed ? "close" : "violation", `${code}`);
  }
});

Deno.test("a close frame without a code reads as 1005", () => {
  assert.deepEqual(parse(encodeClose()), [{ kind: "close", code: 1005, reason: "" }]);
});

Deno.test("nothing is heard after a close frame or a violation", () => {
  assert.deepEqual(parse(join(encodeClose(1000), encodeText("late"))).length, 1);
  const parser = new FrameParser(LIMIT);
  parser.push(Uint8Array.of(0xff, 0xff));
  assert.deepEqual(parser.push(encodeText("late")), []);
});

Deno.test("a ping keeps its payload when the chunk it came in is used again", () => {
  const chunk = encodeFrame(Opcode.ping, utf8("ping"));
  const [event] = parse(chunk);
  chunk.fill(0);
  assert.deepEqual(event, { kind: "ping", payload: utf8("ping") });
});

interface Sent {
  readonly events: readonly FrameEvent[];
  readonly bytes: Uint8Array;
}

/** A message in random fragments with pings between them, and the events it must become. */
const sentMessage: fc.Arbitrary<Sent> = fc.record({
  text: fc.string({ unit: "binary", maxLength: 100 }).map((text) => text.toWellFormed()),
  cuts: fc.array(fc.nat(400), { maxLength: 4 }),
  pings: fc.array(fc.uint8Array({ maxLength: 125 }), { maxLength: 5 }),
}).map(({ text, cuts, pings }) => {
  const payload = utf8(text);
  const edges = [
    0,
    ...cuts.map((cut) => Math.min(cut, payload.length)).sort((a, b) => a - b),
    payload.length,
  ];
  const frames: Uint8Array[] = [];
  const events: FrameEvent[] = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    const isLast = i + 2 === edges.length;
    frames.push(encodeFrame(i === 0 ? 1 : 0, payload.subarray(edges[i], edges[i + 1]), { fin: isLast }));
    const ping = pings[i];
    if (isLast) events.push({ kind: "message", text });
    if (!ping) continue;
    frames.push(encodeFrame(Opcode.ping, ping));
    events.push({ kind: "ping", payload: Uint8Array.from(ping) });
  }
  return { events, bytes: join(...frames) };
});

Deno.test("any messages, fragmented, interleaved with pings and cut anyhow, arrive as they were sent", () => {
  fc.assert(
    fc.property(fc.array(sentMessage, { maxLength: 5 }), fc.array(fc.nat(200)), (sent, sizes) => {
      const parser = new FrameParser(100_000);
      const events: FrameEvent[] = [];
      let rest = join(...sent.map(({ bytes }) => bytes));
      for (const size of sizes) {
        events.push(...parser.push(rest.subarray(0, size)));
        rest = rest.subarray(size);
      }
      events.push(...parser.push(rest));
      assert.deepEqual(events, sent.flatMap((message) => message.events));
    }),
    { numRuns: 500 },
  );
});
