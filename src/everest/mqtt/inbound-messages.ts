import type { AcknowledgePacket, PacketId, PublishPacket } from "./packets.ts";

export interface Received {
  /** False for the repetition of a message that was delivered before. */
  readonly deliver: boolean;
  readonly reply?: AcknowledgePacket;
}

/**
 * The receiving side of the three qualities of service. A message of quality 2 is delivered when it first
 * arrives and its id remembered until PUBREL (method B of MQTT 3.1.1, 4.3.3), which saves one round trip.
 */
export class InboundMessages {
  readonly #unreleased = new Set<PacketId>();

  publish(packet: PublishPacket): Received {
    if (packet.qos === 0) return { deliver: true };
    if (packet.qos === 1) return { deliver: true, reply: { type: "puback", packetId: packet.packetId } };
    const deliver = !this.#unreleased.has(packet.packetId);
    this.#unreleased.add(packet.packetId);
    return { deliver, reply: { type: "pubrec", packetId: packet.packetId } };
  }

  /** A release is answered even when its id is unknown, else the broker would repeat it for ever. */
  release(packetId: PacketId): AcknowledgePacket {
    this.#unreleased.delete(packetId);
    return { type: "pubcomp", packetId };
  }
}
