import { assertNever } from "../../kernel/assert-never.ts";
import { type Clock, sleep, type Timer } from "../../kernel/clock.ts";
import { MAX_MQTT_PACKET_BYTES, MAX_MQTT_UNSENT_BYTES } from "../../kernel/limits.ts";
import type { Logger } from "../../kernel/logger.ts";
import { reasonOf } from "../../kernel/reason-of.ts";
import type { ConnectionEnd } from "./connection-end.ts";
import { PacketDecoder } from "./decoder.ts";
import { encodePacket } from "./encode.ts";
import { InboundMessages } from "./inbound-messages.ts";
import { KeepAlive } from "./keep-alive.ts";
import { OutboundMessages } from "./outbound-messages.ts";
import { PacketIds } from "./packet-ids.ts";
import { PacketWriter } from "./packet-writer.ts";
import type {
  ClientPacket,
  ConnackPacket,
  PublishPacket,
  QoS,
  ServerPacket,
  SubackPacket,
  Subscription,
} from "./packets.ts";
import { topicFilterViolation, topicNameViolation } from "./topic-filter.ts";
import type { Transport } from "./transport.ts";

const CLOSE_TIMEOUT_MS = 500;

export interface ReceivedMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: QoS;
  readonly retain: boolean;
}

export interface MqttOptions {
  /** Zero length lets the broker choose. */
  readonly clientId: string;
  /** 0 switches the keep-alive off. */
  readonly keepAliveSeconds: number;
  /** Most unacknowledged messages of quality 1 and 2 in flight. */
  readonly window: number;
  /** From CONNECT to CONNACK. */
  readonly connectTimeoutMs: number;
}

/** mosquitto accepts 20 unacknowledged messages per client (`max_inflight_messages`). */
export const DEFAULT_MQTT_OPTIONS: MqttOptions = {
  clientId: "",
  keepAliveSeconds: 20,
  window: 20,
  connectTimeoutMs: 10_000,
};

export interface MqttDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called in the order of arrival. An exception ends the connection: it is a bug of the listener. */
  readonly onMessage: (message: ReceivedMessage) => void;
}

export type PublishOutcome = "delivered" | "closed" | "invalid";
/** "refused": the broker denied at least one of the filters. */
export type SubscribeOutcome = "granted" | "refused" | "closed" | "invalid";

/**
 * One MQTT 3.1.1 session over one connection. It never reconnects: EVerest ends a module that lost the broker.
 * Everything may be used from the start; packets issued before CONNACK travel together with CONNECT.
 */
export class MqttClient {
  /** Resolves with whether the broker accepted us. */
  readonly connected: Promise<{ kind: "accepted" } | { kind: "failed"; end: ConnectionEnd }>;
  /** Resolves once, when the connection is gone. */
  readonly closed: Promise<ConnectionEnd>;

  readonly #decoder = new PacketDecoder(MAX_MQTT_PACKET_BYTES);
  readonly #inbound = new InboundMessages();
  readonly #ids = new PacketIds();
  readonly #outbound: OutboundMessages;
  readonly #writer: PacketWriter;
  readonly #keepAlive: KeepAlive;
  readonly #connackTimer: Timer;
  readonly #subscriptions = new Map<number, { expected: number; settle: (o: SubscribeOutcome) => void }>();
  #pings: ((outcome: "answered" | "closed") => void)[] = [];
  #accepted = false;
  #end: ConnectionEnd | undefined;
  #settleConnected: (result: { kind: "accepted" } | { kind: "failed"; end: ConnectionEnd }) => void;
  #settleClosed: (end: ConnectionEnd) => void;

  constructor(
    private readonly transport: Transport,
    options: MqttOptions,
    private readonly deps: MqttDeps,
  ) {
    ({ promise: this.connected, resolve: this.#settleConnected } = Promise.withResolvers());
    ({ promise: this.closed, resolve: this.#settleClosed } = Promise.withResolvers());
    this.#outbound = new OutboundMessages(this.#ids, options.window);
    this.#writer = new PacketWriter(transport, (reason) => this.#stop({ kind: "transportFailed", reason }));
    this.#keepAlive = new KeepAlive(
      deps.clock,
      options.keepAliveSeconds,
      () => void this.ping(),
      () => this.#stop({ kind: "timeout", waitingFor: "pingresp" }),
    );
    const { clientId, keepAliveSeconds, connectTimeoutMs } = options;
    this.#connackTimer = deps.clock.setTimer(
      "mqtt.connack",
      connectTimeoutMs,
      () => this.#stop({ kind: "timeout", waitingFor: "connack" }),
    );
    this.#send({ type: "connect", clientId, keepAliveSeconds });
    void this.#receive();
  }

  /** Quality 0 counts as delivered once it is queued for the socket. */
  publish(
    topic: string,
    payload: Uint8Array,
    qos: QoS,
    retain: "retain" | "volatile",
  ): Promise<PublishOutcome> {
    if (this.#end) return Promise.resolve("closed");
    const size = topic.length * 3 + payload.length;
    if (topicNameViolation(topic) !== undefined || size > MAX_MQTT_PACKET_BYTES) {
      return Promise.resolve("invalid");
    }
    const message = { topic, payload, retain: retain === "retain" };
    if (qos === 0) {
      this.#send({ type: "publish", duplicate: false, qos, ...message });
      return Promise.resolve("delivered");
    }
    return new Promise((settle) => {
      for (const packet of this.#outbound.offer({ ...message, qos, settle })) this.#send(packet);
      this.#checkBacklog();
    });
  }

  /** One SUBSCRIBE for all filters. */
  subscribe(subscriptions: readonly Subscription[]): Promise<SubscribeOutcome> {
    if (this.#end) return Promise.resolve("closed");
    if (subscriptions.length === 0) return Promise.resolve("granted");
    if (subscriptions.some(({ filter }) => topicFilterViolation(filter) !== undefined)) {
      return Promise.resolve("invalid");
    }
    const packetId = this.#ids.allocate();
    if (packetId === undefined) return Promise.resolve("invalid");
    return new Promise((settle) => {
      this.#subscriptions.set(packetId, { expected: subscriptions.length, settle });
      this.#send({ type: "subscribe", packetId, subscriptions });
    });
  }

  unsubscribe(filters: readonly string[]): Promise<SubscribeOutcome> {
    if (this.#end) return Promise.resolve("closed");
    const packetId = this.#ids.allocate();
    if (packetId === undefined || filters.length === 0) return Promise.resolve("invalid");
    return new Promise((settle) => {
      this.#subscriptions.set(packetId, { expected: 0, settle });
      this.#send({ type: "unsubscribe", packetId, filters });
    });
  }

  /** A full round trip: earlier messages of the broker have arrived when this resolves with "answered". */
  ping(): Promise<"answered" | "closed"> {
    if (this.#end) return Promise.resolve("closed");
    return new Promise((settle) => {
      this.#pings.push(settle);
      this.#send({ type: "pingreq" });
    });
  }

  /**
   * Lets messages in flight finish their handshakes (a broker forwards a message of quality 2 only after
   * PUBREL), sends DISCONNECT and closes; waits at most `CLOSE_TIMEOUT_MS` for the broker.
   */
  async close(): Promise<void> {
    if (this.#end) return;
    const patience = new AbortController();
    const tooLate = sleep(this.deps.clock, "mqtt.close", CLOSE_TIMEOUT_MS, patience.signal);
    await Promise.race([this.#outbound.idle(), tooLate]);
    this.#send({ type: "disconnect" });
    await Promise.race([this.#writer.flush(), tooLate]);
    patience.abort();
    this.#stop({ kind: "closedByUs" });
  }

  /** Drops the connection at once. */
  abort(): void {
    this.#stop({ kind: "closedByUs" });
  }

  async #receive(): Promise<void> {
    try {
      while (!this.#end) {
        const chunk = await this.transport.read();
        if (chunk === undefined) return this.#stop({ kind: "closedByBroker" });
        for (const decoded of this.#decoder.push(chunk)) {
          if (this.#end) return;
          if (decoded.kind === "violation") {
            return this.#stop({ kind: "protocolViolation", reason: decoded.reason });
          }
          this.#handle(decoded.packet);
        }
      }
    } catch (error) {
      this.#stop({ kind: "transportFailed", reason: reasonOf(error) });
    }
  }

  #handle(packet: ServerPacket): void {
    this.#keepAlive.packetReceived();
    if (!this.#accepted) {
      // MQTT-3.2.0-1: the first packet of the broker is CONNACK.
      if (packet.type === "connack") return this.#handleConnack(packet);
      return this.#stop({ kind: "protocolViolation", reason: `${packet.type} before connack` });
    }
    switch (packet.type) {
      case "connack":
        return this.#stop({ kind: "protocolViolation", reason: "second connack" });
      case "publish":
        return this.#handlePublish(packet);
      case "pubrel":
        return this.#send(this.#inbound.release(packet.packetId));
      case "puback":
      case "pubrec":
      case "pubcomp":
        for (const next of this.#outbound.acknowledged(packet)) this.#send(next);
        return;
      case "suback":
        return this.#handleSuback(packet);
      case "unsuback":
        return this.#handleSuback({ type: "suback", packetId: packet.packetId, grants: [] });
      case "pingresp":
        this.#pings.shift()?.("answered");
        return;
      default:
        return assertNever(packet);
    }
  }

  #handleConnack(packet: ConnackPacket): void {
    if (packet.returnCode !== 0) return this.#stop({ kind: "refused", returnCode: packet.returnCode });
    this.#accepted = true;
    this.#connackTimer.cancel();
    this.#keepAlive.start();
    this.#settleConnected({ kind: "accepted" });
  }

  #handlePublish(packet: PublishPacket): void {
    const { deliver, reply } = this.#inbound.publish(packet);
    if (reply) this.#send(reply);
    if (deliver) this.deps.onMessage(packet);
  }

  #handleSuback(packet: SubackPacket): void {
    const pending = this.#subscriptions.get(packet.packetId);
    if (!pending) {
      return this.deps.logger.debug("a SUBACK belongs to no subscription", { packetId: packet.packetId });
    }
    if (pending.expected !== packet.grants.length) {
      return this.#stop({ kind: "protocolViolation", reason: "suback for another number of filters" });
    }
    this.#subscriptions.delete(packet.packetId);
    this.#ids.release(packet.packetId);
    pending.settle(packet.grants.includes("refused") ? "refused" : "granted");
  }

  #send(packet: ClientPacket): void {
    if (this.#end) return;
    this.#writer.send(encodePacket(packet));
    this.#checkBacklog();
  }

  #checkBacklog(): void {
    const unsentBytes = this.#writer.unsentBytes + this.#outbound.waitingBytes;
    if (unsentBytes > MAX_MQTT_UNSENT_BYTES) this.#stop({ kind: "brokerStalled", unsentBytes });
  }

  #stop(end: ConnectionEnd): void {
    if (this.#end) return;
    this.#end = end;
    this.#connackTimer.cancel();
    this.#keepAlive.stop();
    this.#writer.stop();
    this.transport.close();
    this.#outbound.end();
    for (const { settle } of this.#subscriptions.values()) settle("closed");
    this.#subscriptions.clear();
    for (const settle of this.#pings) settle("closed");
    this.#pings = [];
    this.#settleConnected({ kind: "failed", end });
    this.#settleClosed(end);
  }
}
