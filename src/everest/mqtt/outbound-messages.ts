import type { PacketIds } from "./packet-ids.ts";
import type { AcknowledgePacket, PacketId, PublishPacket } from "./packets.ts";

/** A message in flight to the broker; it is settled once. */
export interface OutboundMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 1 | 2;
  readonly retain: boolean;
  readonly settle: (outcome: "delivered" | "closed") => void;
}

interface InFlight {
  readonly message: OutboundMessage;
  readonly awaiting: "puback" | "pubrec" | "pubcomp";
}

/**
 * The sending side of qualities of service 1 and 2: a window of messages in flight, the rest waiting in
 * order. The handshakes of different messages run concurrently. DUP stays unset: a message is repeated only
 * on a new connection of a persistent session, and our sessions end with their connection.
 */
export class OutboundMessages {
  readonly #inFlight = new Map<PacketId, InFlight>();
  #waiting: OutboundMessage[] = [];
  #waitingBytes = 0;
  readonly #idleWaiters: (() => void)[] = [];

  constructor(private readonly ids: PacketIds, private readonly window: number) {}

  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Resolves when every message offered so far is settled. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idleWaiters.push(resolve);
      this.#signalIdle();
    });
  }

  /** Adds a message; returns the packets that may be sent now. */
  offer(message: OutboundMessage): PublishPacket[] {
    this.#waiting.push(message);
    this.#waitingBytes += message.payload.length;
    return this.#fill();
  }

  /**
   * Processes an acknowledgement; returns the packets that may be sent now. Unexpected ones change nothing.
   */
  acknowledged(packet: AcknowledgePacket): (AcknowledgePacket | PublishPacket)[] {
    const id = packet.packetId;
    const entry = this.#inFlight.get(id);
    switch (packet.type) {
      case "pubrec":
        if (entry?.message.qos === 1) return [];
        if (entry) this.#inFlight.set(id, { message: entry.message, awaiting: "pubcomp" });
        // Also for an unknown or repeated one: without a release the broker would keep the id for ever.
        return [{ type: "pubrel", packetId: id }];
      case "puback":
      case "pubcomp":
        if (entry?.awaiting !== packet.type) return [];
        this.#inFlight.delete(id);
        this.ids.release(id);
        entry.message.settle("delivered");
        this.#signalIdle();
        return this.#fill();
      case "pubrel":
        return [];
    }
  }

  /** The connection is gone: every message in flight is settled as "closed". */
  end(): void {
    const open = [...[...this.#inFlight.values()].map((entry) => entry.message), ...this.#waiting];
    this.#inFlight.clear();
    this.#waiting = [];
    this.#waitingBytes = 0;
    for (const message of open) message.settle("closed");
    this.#signalIdle();
  }

  #fill(): PublishPacket[] {
    const packets: PublishPacket[] = [];
    while (this.#inFlight.size < this.window) {
      const [message] = this.#waiting;
      const packetId = message === undefined ? undefined : this.ids.allocate();
      if (message === undefined || packetId === undefined) break;
      this.#waiting.shift();
      this.#waitingBytes -= message.payload.length;
      const { topic, payload, qos, retain } = message;
      this.#inFlight.set(packetId, { message, awaiting: qos === 1 ? "puback" : "pubrec" });
      packets.push({ type: "publish", topic, payload, qos, retain, duplicate: false, packetId });
    }
    return packets;
  }

  #signalIdle(): void {
    if (this.#inFlight.size + this.#waiting.length > 0) return;
    for (const resolve of this.#idleWaiters.splice(0)) resolve();
  }
}
