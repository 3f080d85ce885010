import { assertNever } from "../kernel/assert-never.ts";
import { MAX_OLD_EVEREST_MESSAGE_BYTES } from "../kernel/limits.ts";
import type { Logger } from "../kernel/logger.ts";
import { type BusDialect, CONFIGURATION_MESSAGES } from "./bus-dialect.ts";
import { encodeEnvelope, type MessageType } from "./envelope.ts";
import type { MqttClient } from "./mqtt/client.ts";

/**
 * The only path of our messages to the bus: quality 2, not retained, and only message types that exist.
 * Returns "refused" when a message would harm its receivers.
 */
export class Outgoing {
  #dialect: BusDialect | undefined;

  constructor(
    private readonly mqtt: Pick<MqttClient, "publish">,
    private readonly logger: Logger,
  ) {}

  /** Must be known before the first configuration request. */
  setDialect(dialect: BusDialect): void {
    this.#dialect = dialect;
  }

  publish(topic: string, messageType: MessageType, data: unknown): "sent" | "refused" {
    const payload = encodeEnvelope(messageType, data);
    // Receivers up to 2026.02 have buffers of 500 KiB; a longer packet ends their process.
    const size = payload.length + topic.length;
    if (this.#dialect !== "2026.08" && size > MAX_OLD_EVEREST_MESSAGE_BYTES) {
      this.logger.error("a message is not published: it is too long for this EVerest", {
        topic,
        bytes: size,
      });
      return "refused";
    }
    void this.mqtt.publish(topic, payload, 2, "volatile").then((outcome) => {
      switch (outcome) {
        case "delivered":
          return;
        case "closed":
          return this.logger.debug("a message is lost with the connection to the broker", { topic });
        case "invalid":
          return this.logger.error("a message is not published: its topic or size is wrong", {
            topic,
            bytes: size,
          });
        default:
          return assertNever(outcome);
      }
    });
    return "sent";
  }

  /** Only once the manager's dialect is known: a wrong name would end the manager. */
  publishConfigRequest(topic: string, data: unknown): "sent" | "refused" {
    if (this.#dialect === undefined) return "refused";
    return this.publish(topic, CONFIGURATION_MESSAGES[this.#dialect].request, data);
  }
}
