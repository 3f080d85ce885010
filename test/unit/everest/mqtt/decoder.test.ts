import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import type { DecodedPacket } from "../../../../src/everest/mqtt/decode.ts";
import { PacketDecoder } from "../../../../src/everest/mqtt/decoder.ts";
import { topicNameViolation } from "../../../../src/everest/mqtt/topic-filter.ts";
import { generate, type OraclePacket } from "../../../fakes/mqtt/oracle.ts";

const LIMIT = 1_000_000;

function decodeChunks(chunks: readonly Uint8Array[], limit = LIMIT): DecodedPacket[] {
  const decoder = new PacketDecoder(limit);
  return chunks.flatMap((chunk) => [...decoder.push(chunk)]);
}

const packetId = fc.integer({ min: 1, max: 65_535 });
const topic = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }).filter((text) =>
  topicNameViolation(text) === undefined
);
/** What a broker may send, as the oracle represents it together with what we should make of it. */
const packet: fc.Arbitrary<[OraclePacket, unknown]> = fc.oneof(
  fc.record({ topic, payload: fc.uint8Array({ maxLength: 300 }), retain: fc.boolean() }).map(
    ({ topic, payload, retain }): [OraclePacket, unknown] => [
      { cmd: "publish", topic, payload: Buffer.from(payload), qos: 0, dup: false, retain },
      { type: "publish", topic, payload, qos: 0, duplicate: false, retain },
    ],
  ),
  fc.record({
    topic,
    payload: fc.uint8Array({ maxLength: 300 }),
    qos: fc.constantFrom<1 | 2>(1, 2),
    packetId,
    dup: fc.boolean(),
  }).map(({ topic, payload, qos, packetId, dup }): [OraclePacket, unknown] => [
    { cmd: "publish", topic, payload: Buffer.from(payload), qos, dup, retain: false, messageId: packetId },
    { type: "publish", topic, payload, qos, duplicate: dup, retain: false, packetId },
  ]),
  fc.record({
    cmd: fc.constantFrom<"puback" | "pubrec" | "pubrel" | "pubcomp" | "unsuback">(
      "puback",
      "pubrec",
      "pubrel",
      "pubcomp",
      "unsuback",
    ),
    packetId,
  }).map(({ cmd, packetId }): [OraclePacket, unknown] => [
    cmd === "unsuback" ? { cmd, messageId: packetId, granted: [] } : { cmd, messageId: packetId },
    { type: cmd, packetId },
  ]),
  fc.record({ granted: fc.array(fc.constantFrom(0, 1, 2, 128), { minLength: 1, maxLength: 30 }), packetId })
    .map(
      ({ granted, packetId }): [OraclePacket, unknown] => [
        { cmd: "suback", messageId: packetId, granted },
        { type: "suback", packetId, grants: granted.map((code) => code === 128 ? "refused" : code) },
      ],
    ),
  fc.constant<[OraclePacket, unknown]>([{ cmd: "pingresp" }, { type: "pingresp" }]),
  fc.record({ returnCode: fc.integer({ min: 0, max: 5 }), sessionPresent: fc.boolean() }).map(
    ({ returnCode, sessionPresent }): [OraclePacket, unknown] => [
      { cmd: "connack", returnCode, sessionPresent },
      { type: "connack", returnCode, sessionPresent },
    ],
  ),
);

Deno.test("packets of mqtt-packet are decoded alike in whatever chunks they arrive", () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(fc.array(packet, { minLength: 1, maxLength: 12 }), cuts, (packets, cuts) => {
      const bytes = Buffer.concat(packets.map(([wire]) => generate(wire)));
      const chunks: Uint8Array[] = [];
      for (let offset = 0, turn = 0; offset < bytes.length; turn++) {
        const length = cuts[turn % cuts.length] ?? 1;
        chunks.push(new Uint8Array(bytes.subarray(offset, offset + length)));
        offset += length;
      }
      const decoded = decodeChunks(chunks).map((result) =>
        result.kind === "packet" && result.packet.type === "publish"
          ? { ...result.packet, payload: new Uint8Array(result.packet.payload) }
          : result.kind === "packet"
          ? result.packet
          : result
      );
      assert.deepEqual(decoded, packets.map(([, ours]) => ours));
    }),
  );
});

Deno.test("any bytes in any chunks give packets or one violation, and nothing after it", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 20 }), (chunks) => {
      const decoded = decodeChunks(chunks, 5000);
      const violations = decoded.filter(({ kind }) => kind === "violation");
      assert.ok(violations.length <= 1);
      if (violations.length === 1) assert.equal(decoded.at(-1)?.kind, "violation");
    }),
    { numRuns: 2000 },
  );
});

Deno.test("a packet of exactly the limit passes, one byte more is refused before its body arrives", () => {
  const body = Uint8Array.of(0x30, 98, 0, 1, 0x74, ...new Uint8Array(95)); // 100 bytes in all
  assert.deepEqual(decodeChunks([body], 100).map(({ kind }) => kind), ["packet"]);
  assert.deepEqual(decodeChunks([Uint8Array.of(0x30, 99)], 100), [{
    kind: "violation",
    reason: "packet of 101 bytes",
  }]);
});

Deno.test("a large packet in many small chunks is decoded in linear time", () => {
  const payload = new Uint8Array(900_000);
  const bytes = generate({
    cmd: "publish",
    topic: "t",
    payload: Buffer.from(payload),
    qos: 0,
    dup: false,
    retain: false,
  });
  const chunks = Array.from(
    { length: Math.ceil(bytes.length / 64) },
    (_, i) => bytes.subarray(i * 64, i * 64 + 64),
  );
  assert.deepEqual(decodeChunks(chunks).map(({ kind }) => kind), ["packet"]);
});

const VIOLATIONS: Readonly<Record<string, readonly number[]>> = {
  "publish with quality of service 3": [0x36, 5, 0, 1, 0x74, 0, 1],
  "publish with DUP at quality of service 0": [0x38, 3, 0, 1, 0x74],
  "publish: packet id is 0": [0x32, 5, 0, 1, 0x74, 0, 0],
  "publish: topic has a wildcard": [0x30, 3, 0, 1, 0x23],
  "publish: topic is empty": [0x30, 2, 0, 0],
  "publish: string is longer than its packet": [0x30, 3, 0, 9, 0x74],
  "publish: string is not valid UTF-8": [0x30, 3, 0, 1, 0xff],
  "publish: packet is too short": [0x32, 4, 0, 1, 0x74, 0],
  "packet type 4 with flags 1": [0x41, 2, 0, 1],
  "packet type 6 with flags 0": [0x60, 2, 0, 1],
  "puback: packet id is 0": [0x40, 2, 0, 0],
  "puback: packet is too long": [0x40, 3, 0, 1, 0],
  "pubcomp: packet is too short": [0x70, 1, 0],
  "connack with reserved flags": [0x20, 2, 2, 0],
  "connack with return code 6": [0x20, 2, 0, 6],
  "suback with return code 3": [0x90, 3, 0, 1, 3],
  "pingresp: packet is too long": [0xd0, 1, 0],
  "packet type 8 is not for clients": [0x80, 0],
  "packet type 15 is not for clients": [0xf0, 0],
  "packet type 15 with flags 15": [0xff, 0],
  "remaining length of more than four bytes": [0x30, 0x80, 0x80, 0x80, 0x80, 1],
};
for (const [reason, bytes] of Object.entries(VIOLATIONS)) {
  Deno.test(`protocol violation: ${reason}`, () => {
    assert.deepEqual(decodeChunks([Uint8Array.from(bytes)]), [{ kind: "violation", reason }]);
  });
}

Deno.test("a byte order mark is part of a topic", () => {
  const [decoded] = decodeChunks([Uint8Array.of(0x30, 6, 0, 4, 0xef, 0xbb, 0xbf, 0x74)]);
  assert.equal(
    decoded?.kind === "packet" && decoded.packet.type === "publish" && decoded.packet.topic,
    "\ufefft",
  );
});
