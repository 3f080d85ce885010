import type { PublishOutcome, SubscribeOutcome } from "../../../src/everest/mqtt/client.ts";
import type { QoS, Subscription } from "../../../src/everest/mqtt/packets.ts";

/** Stands in for the MQTT client where only its sending side matters; everything is delivered at once. */
export class RecordingMqtt {
  readonly published: { topic: string; text: string; qos: QoS; retain: boolean }[] = [];
  readonly subscriptions: (readonly Subscription[])[] = [];
  publishOutcome: PublishOutcome = "delivered";
  subscribeOutcome: SubscribeOutcome = "granted";

  publish(
    topic: string,
    payload: Uint8Array,
    qos: QoS,
    retain: "retain" | "volatile",
  ): Promise<PublishOutcome> {
    this.published.push({ topic, text: new TextDecoder().decode(payload), qos, retain: retain === "retain" });
    return Promise.resolve(this.publishOutcome);
  }

  subscribe(subscriptions: readonly Subscription[]): Promise<SubscribeOutcome> {
    this.subscriptions.push(subscriptions);
    return Promise.resolve(this.subscribeOutcome);
  }

  /** Topic and parsed payload of what was published since the last look. */
  take(): [string, unknown][] {
    return this.published.splice(0).map(({ topic, text }) => [topic, JSON.parse(text)]);
  }
}

/** Lets everything run that does not wait for the outside. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}
