import assert from "node:assert/strict";
import fc from "fast-check";
import { encodePacket } from "../../../../src/everest/mqtt/encode.ts";
import type { AcknowledgePacket, QoS } from "../../../../src/everest/mqtt/packets.ts";
import { topicNameViolation } from "../../../../src/everest/mqtt/topic-filter.ts";
import { parse } from "../../../fakes/mqtt/oracle.ts";

const packetId = fc.integer({ min: 1, max: 65_535 });
const qos = fc.constantFrom<QoS>(0, 1, 2);
const level = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
const topic = fc.array(level, { minLength: 1, maxLength: 6 }).map((levels) => levels.join("/"))
  .filter((text) => topicNameViolation(text) === undefined);

Deno.test("every PUBLISH we encode is read back by mqtt-packet as we meant it", () => {
  fc.assert(
    fc.property(
      topic,
      fc.uint8Array({ maxLength: 400 }),
      qos,
      packetId,
      fc.boolean(),
      fc.boolean(),
      (topic, payload, qos, packetId, retain, dup) => {
        const content = { type: "publish", topic, payload, retain } as const;
        const bytes = encodePacket(
          qos === 0 ? { ...content, qos, duplicate: false } : { ...content, qos, duplicate: dup, packetId },
        );
        const [read] = parse(bytes);
        assert.equal(read?.cmd, "publish");
        if (read?.cmd !== "publish") return;
        assert.deepEqual(
          [read.topic, [...read.payload], read.qos, read.retain, read.dup, read.messageId],
          [topic, [...payload], qos, retain, qos > 0 && dup, qos === 0 ? undefined : packetId],
        );
      },
    ),
  );
});

Deno.test("every acknowledgement we encode is read back by mqtt-packet", () => {
  const types = fc.constantFrom<AcknowledgePacket["type"]>("puback", "pubrec", "pubrel", "pubcomp");
  fc.assert(fc.property(types, packetId, (type, packetId) => {
    const [read] = parse(encodePacket({ type, packetId }));
    assert.deepEqual([read?.cmd, read?.messageId], [type, packetId]);
  }));
});

Deno.test("every SUBSCRIBE and UNSUBSCRIBE we encode is read back by mqtt-packet", () => {
  const subscriptions = fc.array(fc.record({ filter: topic, qos }, { noNullPrototype: true }), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(fc.property(subscriptions, packetId, (subscriptions, packetId) => {
    const filters = subscriptions.map(({ filter }) => filter);
    const [subscribe, unsubscribe] = [
      ...parse(encodePacket({ type: "subscribe", packetId, subscriptions })),
      ...parse(encodePacket({ type: "unsubscribe", packetId, filters })),
    ];
    assert.equal(subscribe?.messageId, packetId);
    assert.deepEqual(
      subscribe?.cmd === "subscribe" &&
        subscribe.subscriptions.map(({ topic, qos }) => ({ filter: topic, qos })),
      subscriptions,
    );
    assert.deepEqual(unsubscribe?.cmd === "unsubscribe" && unsubscribe.unsubscriptions, filters);
  }));
});

Deno.test("CONNECT asks for a clean 3.1.1 session without will and with the broker's choice of client id", () => {
  const [read] = parse(encodePacket({ type: "connect", clientId: "", keepAliveSeconds: 20 }));
  assert.equal(read?.cmd, "connect");
  if (read?.cmd !== "connect") return;
  assert.deepEqual(
    [
      read.protocolId,
      read.protocolVersion,
      read.clean,
      read.clientId,
      read.keepalive,
      read.will,
      read.username,
    ],
    ["MQTT", 4, true, "", 20, undefined, undefined],
  );
});

Deno.test("PINGREQ and DISCONNECT are the two bytes that the standard gives", () => {
  assert.deepEqual([...encodePacket({ type: "pingreq" })], [0xc0, 0]);
  assert.deepEqual([...encodePacket({ type: "disconnect" })], [0xe0, 0]);
});

for (const size of [127, 128, 16_383, 16_384, 2_097_151, 2_097_152]) {
  Deno.test(`a packet with a remaining length of ${size} has the length bytes of the standard`, () => {
    const payload = new Uint8Array(size - 3);
    const bytes = encodePacket({
      type: "publish",
      topic: "t",
      payload,
      qos: 0,
      retain: false,
      duplicate: false,
    });
    const lengthBytes = size < 128 ? 1 : size < 16_384 ? 2 : size < 2_097_152 ? 3 : 4;
    assert.equal(bytes.length, 1 + lengthBytes + size);
    assert.equal(parse(bytes)[0]?.length, size);
  });
}
