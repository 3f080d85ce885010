import { Buffer } from "node:buffer";
import mqttPacket from "mqtt-packet";

/** A packet as npm `mqtt-packet` represents it: an implementation that is not ours. */
export type OraclePacket = mqttPacket.Packet;

export function generate(packet: OraclePacket): Uint8Array {
  return new Uint8Array(mqttPacket.generate(packet, { protocolVersion: 4 }));
}

/** All packets in the bytes, which must hold whole packets. */
export function parse(bytes: Uint8Array): OraclePacket[] {
  const packets: OraclePacket[] = [];
  const parser = mqttPacket.parser({ protocolVersion: 4 });
  parser.on("packet", (packet: OraclePacket) => packets.push(packet));
  parser.on("error", (error: Error) => {
    throw error;
  });
  const left = parser.parse(Buffer.from(bytes));
  if (left !== 0) throw new Error(`${left} bytes left over`);
  return packets;
}
