import { assertNever } from "../../kernel/assert-never.ts";
import { concatBytes } from "../../kernel/concat-bytes.ts";
import type {
  AcknowledgePacket,
  ClientPacket,
  ConnectPacket,
  PublishPacket,
  Subscription,
} from "./packets.ts";

const utf8 = new TextEncoder();

/** First byte of every packet: type in the high nibble, flags in the low one (MQTT 3.1.1, 2.2). */
const FIRST_BYTE = {
  connect: 0x10,
  publish: 0x30,
  puback: 0x40,
  pubrec: 0x50,
  pubrel: 0x62,
  pubcomp: 0x70,
  subscribe: 0x82,
  unsubscribe: 0xa2,
  pingreq: 0xc0,
  disconnect: 0xe0,
} as const;

const CLEAN_SESSION = 0x02;
const PROTOCOL_LEVEL_3_1_1 = 4;

/**
 * The bytes of one packet. The caller has checked topics (see topic-filter.ts) and sizes: a string of more
 * than 65 535 bytes throws, because only a bug lets it get here.
 */
export function encodePacket(packet: ClientPacket): Uint8Array {
  switch (packet.type) {
    case "connect":
      return encodeConnect(packet);
    case "publish":
      return encodePublish(packet);
    case "puback":
    case "pubrec":
    case "pubrel":
    case "pubcomp":
      return encodeAcknowledge(packet);
    case "subscribe":
      return frame(FIRST_BYTE.subscribe, [
        uint16(packet.packetId),
        ...packet.subscriptions.flatMap(encodeSubscription),
      ]);
    case "unsubscribe":
      return frame(FIRST_BYTE.unsubscribe, [uint16(packet.packetId), ...packet.filters.map(string)]);
    case "pingreq":
      return frame(FIRST_BYTE.pingreq, []);
    case "disconnect":
      return frame(FIRST_BYTE.disconnect, []);
    default:
      return assertNever(packet);
  }
}

function encodeConnect(packet: ConnectPacket): Uint8Array {
  return frame(FIRST_BYTE.connect, [
    string("MQTT"),
    Uint8Array.of(PROTOCOL_LEVEL_3_1_1, CLEAN_SESSION),
    uint16(packet.keepAliveSeconds),
    string(packet.clientId),
  ]);
}

function encodePublish(packet: PublishPacket): Uint8Array {
  const flags = (packet.duplicate ? 0x08 : 0) | (packet.qos << 1) | (packet.retain ? 0x01 : 0);
  const header = packet.qos === 0 ? [string(packet.topic)] : [string(packet.topic), uint16(packet.packetId)];
  return frame(FIRST_BYTE.publish | flags, [...header, packet.payload]);
}

function encodeAcknowledge(packet: AcknowledgePacket): Uint8Array {
  return frame(FIRST_BYTE[packet.type], [uint16(packet.packetId)]);
}

function encodeSubscription(subscription: Subscription): Uint8Array[] {
  return [string(subscription.filter), Uint8Array.of(subscription.qos)];
}

function string(text: string): Uint8Array {
  const bytes = utf8.encode(text);
  if (bytes.length > 0xffff) throw new RangeError(`MQTT string of ${bytes.length} bytes`);
  return concatBytes([uint16(bytes.length), bytes]);
}

function uint16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}

function frame(firstByte: number, body: readonly Uint8Array[]): Uint8Array {
  const length = body.reduce((sum, part) => sum + part.length, 0);
  return concatBytes([Uint8Array.of(firstByte, ...remainingLength(length)), ...body]);
}

/** Seven bits per byte, least significant first; the high bit says that more follow (MQTT 3.1.1, 2.2.3). */
function remainingLength(length: number): number[] {
  const bytes: number[] = [];
  let rest = length;
  do {
    const low = rest & 0x7f;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return bytes;
}
