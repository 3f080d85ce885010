/** Quality of service: at most once, at least once, exactly once. */
export type QoS = 0 | 1 | 2;

/** 1..65535, unique among the packets of one direction that still await their acknowledgement. */
export type PacketId = number;

export interface Subscription {
  readonly filter: string;
  readonly qos: QoS;
}

interface PublishContent {
  readonly type: "publish";
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly retain: boolean;
  readonly duplicate: boolean;
}
/** Only a message that gets acknowledged carries a packet id (MQTT 3.1.1, 2.3.1). */
export type PublishPacket =
  & PublishContent
  & ({ readonly qos: 0 } | { readonly qos: 1 | 2; readonly packetId: PacketId });

export interface AcknowledgePacket {
  readonly type: "puback" | "pubrec" | "pubrel" | "pubcomp";
  readonly packetId: PacketId;
}

/** Always a clean session, without a will and without credentials: EVerest knows none of them. */
export interface ConnectPacket {
  readonly type: "connect";
  readonly clientId: string;
  readonly keepAliveSeconds: number;
}

export interface SubscribePacket {
  readonly type: "subscribe";
  readonly packetId: PacketId;
  readonly subscriptions: readonly Subscription[];
}

export interface UnsubscribePacket {
  readonly type: "unsubscribe";
  readonly packetId: PacketId;
  readonly filters: readonly string[];
}

/** What a client may send. */
export type ClientPacket =
  | ConnectPacket
  | PublishPacket
  | AcknowledgePacket
  | SubscribePacket
  | UnsubscribePacket
  | { readonly type: "pingreq" }
  | { readonly type: "disconnect" };

export interface ConnackPacket {
  readonly type: "connack";
  readonly sessionPresent: boolean;
  /** 0 accepted; 1..5 refused (MQTT 3.1.1, table 3.1). */
  readonly returnCode: number;
}

export interface SubackPacket {
  readonly type: "suback";
  readonly packetId: PacketId;
  /** One per filter, in order: the granted quality of service, or a refusal. */
  readonly grants: readonly (QoS | "refused")[];
}

/** What a broker may send. */
export type ServerPacket =
  | ConnackPacket
  | PublishPacket
  | AcknowledgePacket
  | SubackPacket
  | { readonly type: "unsuback"; readonly packetId: PacketId }
  | { readonly type: "pingresp" };
