import assert from "node:assert/strict";
import fc from "fast-check";
import { encodeClientFrame, Opcode } from "../../../../src/csms/websocket/frames.ts";
import { ByteReader } from "../../../fakes/csms/byte-reader.ts";
import { readFrame } from "../../../fakes/csms/server-frames.ts";

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

function readerOf(bytes: Uint8Array): ByteReader {
  let rest = bytes;
  return new ByteReader({
    read(buffer) {
      const part = rest.subarray(0, buffer.length);
      rest = rest.subarray(part.length);
      buffer.set(part);
      return Promise.resolve(part.length === 0 ? null : part.length);
    },
  });
}

for (const length of [0, 1, 2, 3, 4, 5, 125, 126, 127, 65_535, 65_536, 65_539]) {
  Deno.test(`a server reads back a frame of ${length} bytes`, async () => {
    const payload = Uint8Array.from({ length }, (_, i) => i * 7);
    const reader = readerOf(encodeClientFrame(Opcode.text, payload, random));
    const read = await readFrame(reader);
    assert.deepEqual(read, { kind: "frame", frame: { fin: true, opcode: 1, payload } });
    assert.equal((await readFrame(reader)).kind, "ended");
  });
}

Deno.test("any payload is masked so that a server can read it back", async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (payload) => {
    const read = await readFrame(readerOf(encodeClientFrame(Opcode.ping, payload, random)));
    assert.deepEqual(read.kind === "frame" && [...read.frame.payload], [...payload]);
  }));
});

Deno.test("the payload is not changed in place and the mask is fresh for every frame", () => {
  const payload = new TextEncoder().encode("secret");
  const frames = Array.from({ length: 20 }, () => encodeClientFrame(Opcode.text, payload, random));
  assert.equal(new TextDecoder().decode(payload), "secret");
  assert.equal(new Set(frames.map((frame) => frame.subarray(2, 6).toHex())).size, 20);
});

Deno.test("the mask is asked for with four bytes and applied byte by byte", () => {
  const frame = encodeClientFrame(Opcode.text, Uint8Array.of(1, 2, 3, 4, 5), (length) => {
    assert.equal(length, 4);
    return Uint8Array.of(0x10, 0x20, 0x30, 0x40);
  });
  assert.deepEqual([...frame], [0x81, 0x85, 0x10, 0x20, 0x30, 0x40, 0x11, 0x22, 0x33, 0x44, 0x15]);
});
