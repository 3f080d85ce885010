import { assertNever } from "../kernel/assert-never.ts";
import type { Logger } from "../kernel/logger.ts";
import { decodeEnvelope, type Envelope } from "./envelope.ts";
import type { ReceivedMessage } from "./mqtt/client.ts";
import type { BusTopic, CommandTopic, Topics } from "./topics.ts";

/** Enveloped messages by the kind of their topic. A handler returns why it dropped the message, if it did. */
export interface BusHandlers {
  configResponse(envelope: Envelope): string | undefined;
  globalReady(envelope: Envelope): string | undefined;
  variable(topic: string, envelope: Envelope): string | undefined;
  command(topic: CommandTopic, envelope: Envelope): string | undefined;
  commandResult(envelope: Envelope): string | undefined;
  error(envelope: Envelope): string | undefined;
  /** Definitions and configuration traffic, raw: it tells the dialect, and the legacy bus has no envelopes. */
  configurationTraffic(topic: BusTopic, message: ReceivedMessage): string | undefined;
  /** With any payload. */
  shutdown(): void;
  onExternal(message: ReceivedMessage): void;
}

/**
 * Routes each message by its topic, at once and in the order of arrival; handlers do not wait. Malformed
 * messages of any sender are dropped, and named in the log.
 */
export class Dispatcher {
  constructor(
    private readonly topics: Topics,
    private readonly handlers: BusHandlers,
    private readonly logger: Logger,
  ) {}

  dispatch(message: ReceivedMessage): void {
    try {
      const reason = this.#route(this.topics.parse(message.topic), message);
      if (reason !== undefined) {
        this.logger.warning("a message on the bus is dropped", { topic: message.topic, reason });
      }
    } catch (error) {
      // A bug of a handler must cost this message only, not the station.
      this.logger.error("handling a message on the bus failed", { topic: message.topic, error });
    }
  }

  #route(topic: BusTopic, message: ReceivedMessage): string | undefined {
    switch (topic.kind) {
      case "shutdown":
        this.handlers.shutdown();
        return undefined;
      case "foreign":
        this.handlers.onExternal(message);
        return undefined;
      case "definition":
      case "configRequest":
      case "metadata":
        return this.handlers.configurationTraffic(topic, message);
      case "configResponse":
      case "globalReady":
      case "moduleReady":
      case "variable":
      case "command":
      case "commandResult":
      case "error":
        return this.#routeEnvelope(topic, message);
      default:
        return assertNever(topic);
    }
  }

  #routeEnvelope(
    topic: Exclude<BusTopic, { kind: "shutdown" | "foreign" | "definition" | "configRequest" | "metadata" }>,
    message: ReceivedMessage,
  ): string | undefined {
    const decoded = decodeEnvelope(message.payload);
    if (decoded.kind === "violation") return decoded.reason;
    const envelope = decoded.value;
    switch (topic.kind) {
      case "configResponse":
        return this.handlers.configResponse(envelope);
      case "globalReady":
        return this.handlers.globalReady(envelope);
      case "variable":
        return this.handlers.variable(message.topic, envelope);
      case "command":
        return this.handlers.command(topic, envelope);
      case "commandResult":
        return this.handlers.commandResult(envelope);
      case "error":
        return this.handlers.error(envelope);
      case "moduleReady":
        return undefined;
      default:
        return assertNever(topic);
    }
  }
}
