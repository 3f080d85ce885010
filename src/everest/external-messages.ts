import type { Logger } from "../kernel/logger.ts";
import type { ExternalMqtt } from "./module.ts";
import type { MqttClient, ReceivedMessage } from "./mqtt/client.ts";
import { topicMatches } from "./mqtt/topic-filter.ts";

type Listener = (topic: string, payload: Uint8Array) => void;

/** Raw messages below the external prefix, quality 0 as in the framework. */
export class ExternalMessages implements ExternalMqtt {
  readonly #listeners: { readonly filter: string; readonly listener: Listener }[] = [];

  /** @param prefix put before every topic as it is; no slash is added */
  constructor(
    private readonly mqtt: Pick<MqttClient, "publish" | "subscribe">,
    private readonly prefix: string,
    private readonly logger: Logger,
  ) {}

  publish(topic: string, payload: string): void {
    const bytes = new TextEncoder().encode(payload);
    void this.mqtt.publish(this.prefix + topic, bytes, 0, "volatile").then((outcome) => {
      if (outcome === "invalid") {
        this.logger.error("an external message is not published: its topic is wrong", { topic });
      }
    });
  }

  subscribe(filter: string, listener: Listener): void {
    const full = this.prefix + filter;
    const isNew = !this.#listeners.some((entry) => entry.filter === full);
    this.#listeners.push({ filter: full, listener });
    if (!isNew) return;
    void this.mqtt.subscribe([{ filter: full, qos: 0 }]).then((outcome) => {
      if (outcome === "refused" || outcome === "invalid") {
        this.logger.error("an external topic could not be subscribed to", { filter: full, outcome });
      }
    });
  }

  /** Listeners get the topic without our prefix. */
  onMessage(message: ReceivedMessage): void {
    for (const { filter, listener } of this.#listeners) {
      if (!topicMatches(filter, message.topic)) continue;
      listener(message.topic.slice(this.prefix.length), message.payload);
    }
  }
}
