import { isJsonObject } from "../kernel/json.ts";
import type { Logger } from "../kernel/logger.ts";
import type { Envelope } from "./envelope.ts";
import type { MqttClient } from "./mqtt/client.ts";

type Listener = (value: unknown) => void;

/** Variables of other modules. Subscriptions of one turn of the event loop share one packet. */
export class VariableSubscriptions {
  readonly #listeners = new Map<string, Listener[]>();
  #asked: string[] = [];
  #acknowledged: Promise<void> = Promise.resolve();

  constructor(
    private readonly mqtt: Pick<MqttClient, "subscribe">,
    private readonly logger: Logger,
    private readonly onRefused: (reason: string) => void,
  ) {}

  add(topic: string, listener: Listener): void {
    const listeners = this.#listeners.get(topic);
    if (listeners) {
      listeners.push(listener);
      return;
    }
    this.#listeners.set(topic, [listener]);
    if (this.#asked.push(topic) > 1) return;
    const earlier = this.#acknowledged;
    this.#acknowledged = Promise.resolve().then(() => Promise.all([earlier, this.#subscribe()])).then(
      () => {},
    );
  }

  /** Resolves when the broker has acknowledged every subscription asked for so far. */
  acknowledged(): Promise<void> {
    return this.#acknowledged;
  }

  onVariable(topic: string, envelope: Envelope): string | undefined {
    const { data } = envelope;
    if (!isJsonObject(data) || !Object.hasOwn(data, "data")) return "has no data.data";
    for (const listener of this.#listeners.get(topic) ?? []) {
      try {
        listener(data.data);
      } catch (error) {
        // A bug of one listener must not keep the value from the others.
        this.logger.error("handling a variable on the bus failed", { topic, error });
      }
    }
    return undefined;
  }

  async #subscribe(): Promise<void> {
    const filters = this.#asked.splice(0);
    const outcome = await this.mqtt.subscribe(filters.map((filter) => ({ filter, qos: 2 })));
    if (outcome === "refused" || outcome === "invalid") {
      this.onRefused(`subscription to variables ${outcome}: ${filters.join(", ")}`);
    }
  }
}
