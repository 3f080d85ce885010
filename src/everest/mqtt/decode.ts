import { PacketBody } from "./packet-body.ts";
import type { QoS, ServerPacket } from "./packets.ts";
import { topicNameViolation } from "./topic-filter.ts";

export type DecodedPacket =
  | { kind: "packet"; packet: ServerPacket }
  | { kind: "violation"; reason: string };

const ACKNOWLEDGES = { 4: "puback", 5: "pubrec", 6: "pubrel", 7: "pubcomp" } as const;

/** One complete packet of a broker: its first byte and the bytes after the remaining length. Total. */
export function decodePacket(firstByte: number, bytes: Uint8Array): DecodedPacket {
  const type = firstByte >> 4;
  const flags = firstByte & 0x0f;
  const body = new PacketBody(bytes);
  if (type === 3) return decodePublish(flags, body);
  // MQTT-2.2.2-2: reserved flags must have their fixed value, else the connection ends.
  if (flags !== (type === 6 ? 0x02 : 0)) return violation(`packet type ${type} with flags ${flags}`);
  switch (type) {
    case 2:
      return decodeConnack(body);
    case 4:
    case 5:
    case 6:
    case 7:
      return finish(body, { type: ACKNOWLEDGES[type], packetId: body.packetId() });
    case 9:
      return decodeSuback(body);
    case 11:
      return finish(body, { type: "unsuback", packetId: body.packetId() });
    case 13:
      return finish(body, { type: "pingresp" });
    default:
      return violation(`packet type ${type} is not for clients`);
  }
}

function decodePublish(flags: number, body: PacketBody): DecodedPacket {
  const duplicate = (flags & 0x08) !== 0;
  const retain = (flags & 0x01) !== 0;
  const qos = toQoS((flags >> 1) & 0x03);
  if (qos === undefined) return violation("publish with quality of service 3"); // MQTT-3.3.1-4
  if (qos === 0 && duplicate) return violation("publish with DUP at quality of service 0"); // MQTT-3.3.1-2
  const topic = body.string();
  const id = qos === 0 ? undefined : body.packetId();
  const payload = body.rest();
  const bad = body.violation ?? topicNameViolation(topic);
  if (bad !== undefined) return violation(`publish: ${bad}`);
  const content = { type: "publish", topic, payload, retain, duplicate } as const;
  return qos === 0 || id === undefined
    ? { kind: "packet", packet: { ...content, qos: 0 } }
    : { kind: "packet", packet: { ...content, qos, packetId: id } };
}

function decodeConnack(body: PacketBody): DecodedPacket {
  const acknowledgeFlags = body.uint8();
  const returnCode = body.uint8();
  if (acknowledgeFlags > 1) return violation("connack with reserved flags");
  if (returnCode > 5) return violation(`connack with return code ${returnCode}`);
  return finish(body, { type: "connack", sessionPresent: acknowledgeFlags === 1, returnCode });
}

function decodeSuback(body: PacketBody): DecodedPacket {
  const packetId = body.packetId();
  const grants: (QoS | "refused")[] = [];
  for (const code of body.rest()) {
    const grant = code === 0x80 ? "refused" : toQoS(code);
    if (grant === undefined) return violation(`suback with return code ${code}`); // MQTT-3.9.3-2
    grants.push(grant);
  }
  return finish(body, { type: "suback", packetId, grants });
}

/** The packet, unless a field was bad or bytes are left over. */
function finish(body: PacketBody, packet: ServerPacket): DecodedPacket {
  if (body.violation !== undefined) return violation(`${packet.type}: ${body.violation}`);
  if (body.rest().length > 0) return violation(`${packet.type}: packet is too long`);
  return { kind: "packet", packet };
}

function toQoS(value: number): QoS | undefined {
  return value === 0 || value === 1 || value === 2 ? value : undefined;
}

function violation(reason: string): DecodedPacket {
  return { kind: "violation", reason };
}
