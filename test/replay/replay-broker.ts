import type { Packet } from "mqtt-packet";
import { topicMatches } from "../../src/everest/mqtt/topic-filter.ts";
import { generate, parse } from "../fakes/mqtt/oracle.ts";
import { PipeTransport } from "../fakes/mqtt/pipe-transport.ts";
import type { Transport } from "../../src/everest/mqtt/transport.ts";

/**
 * A broker with one client, on a pipe in memory: what it is told and what it says happens within a few turns of the
 * loop, so that a replay knows when nothing is under way.
 */
export class ReplayBroker {
  /** Grows whenever anything crosses the pipe. */
  activity = 0;
  readonly #pipe: PipeTransport;
  readonly #filters: string[] = [];
  #messageId = 0;

  constructor(
    /** Kept messages, told to whoever subscribes. */
    private readonly retained: ReadonlyMap<string, string>,
    private readonly onPublish: (topic: string, text: string) => void,
  ) {
    this.#pipe = new PipeTransport();
  }

  get transport(): Transport {
    const pipe = this.#pipe;
    return {
      read: () => pipe.read(),
      write: (bytes) => {
        this.activity += 1;
        // After the write has returned, as with a socket.
        queueMicrotask(() => {
          for (const packet of parse(bytes)) this.#onPacket(packet);
        });
        return Promise.resolve();
      },
      close: () => pipe.close(),
    };
  }

  /** Delivers a message to the client, if it has subscribed to it. */
  deliver(topic: string, text: string): void {
    if (this.#filters.some((filter) => topicMatches(filter, topic))) this.#send(topic, text, false);
  }

  /** The broker is gone. */
  end(): void {
    this.#pipe.end();
  }

  #onPacket(packet: Packet): void {
    switch (packet.cmd) {
      case "connect":
        return this.#write({ cmd: "connack", returnCode: 0, sessionPresent: false });
      case "subscribe":
        return this.#subscribe(packet);
      case "unsubscribe":
        return this.#write({ cmd: "unsuback", messageId: packet.messageId!, granted: [] });
      case "publish":
        return this.#published(packet);
      case "pubrel":
        return this.#write({ cmd: "pubcomp", messageId: packet.messageId! });
      case "pubrec":
        return this.#write({ cmd: "pubrel", messageId: packet.messageId! });
      case "pingreq":
        return this.#write({ cmd: "pingresp" });
      default:
        return;
    }
  }

  #subscribe(packet: Packet & { cmd: "subscribe" }): void {
    const filters = packet.subscriptions.map(({ topic }) => topic);
    this.#filters.push(...filters);
    this.#write({
      cmd: "suback",
      messageId: packet.messageId!,
      granted: packet.subscriptions.map(({ qos }) => qos),
    });
    for (const [topic, text] of this.retained) {
      if (filters.some((filter) => topicMatches(filter, topic))) this.#send(topic, text, true);
    }
  }

  #published(packet: Packet & { cmd: "publish" }): void {
    if (packet.qos === 2) this.#write({ cmd: "pubrec", messageId: packet.messageId! });
    if (packet.qos === 1) this.#write({ cmd: "puback", messageId: packet.messageId! });
    const payload = packet.payload as Uint8Array;
    this.onPublish(packet.topic, new TextDecoder().decode(payload));
  }

  #send(topic: string, payload: string, retain: boolean): void {
    this.#messageId = this.#messageId % 65_535 + 1;
    this.#write({ cmd: "publish", topic, payload, qos: 2, dup: false, retain, messageId: this.#messageId });
  }

  #write(packet: Packet): void {
    this.activity += 1;
    this.#pipe.feed(generate(packet));
  }
}
