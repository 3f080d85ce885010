import type { Clock } from "../kernel/clock.ts";
import { MAX_COMMANDS_BEFORE_START } from "../kernel/limits.ts";
import type { Logger } from "../kernel/logger.ts";
import { reasonOf } from "../kernel/reason-of.ts";
import { type CommandCall, decodeCall, resultData } from "./command-messages.ts";
import type { Envelope } from "./envelope.ts";
import type { CommandHandler, CommandOutcome } from "./module.ts";
import type { Outgoing } from "./outgoing.ts";
import type { CommandTopic, Topics } from "./topics.ts";
import { toWireJson } from "./wire-json.ts";

/**
 * The caller gives up after 300 s and a C++ caller has forgotten the call by then: an answer that comes later
 * hits freed memory. The margin covers the delivery of the call and of the answer.
 */
const LATEST_ANSWER_MS = 290_000;

export interface ProvidedDeps {
  readonly topics: Topics;
  readonly outgoing: Outgoing;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Commands that other modules call. Handlers start in the order of arrival and run concurrently. */
export class ProvidedCommands {
  readonly #handlers = new Map<string, CommandHandler>();
  #queued: (() => void)[] | undefined = [];

  constructor(private readonly deps: ProvidedDeps) {}

  provide(implementationId: string, command: string, handler: CommandHandler): void {
    this.#handlers.set(`${implementationId}/${command}`, handler);
  }

  /** Answers the calls that arrived during initialisation, and later ones at once. */
  open(): void {
    const queued = this.#queued ?? [];
    this.#queued = undefined;
    for (const run of queued) run();
  }

  onCall(topic: CommandTopic, envelope: Envelope): string | undefined {
    const decoded = decodeCall(envelope.data);
    if (decoded.kind === "violation") return decoded.reason;
    const run = this.#prepare(topic, decoded.value);
    if (this.#queued && this.#queued.length >= MAX_COMMANDS_BEFORE_START) {
      return "too many commands before start";
    }
    if (this.#queued) this.#queued.push(run);
    else run();
    return undefined;
  }

  #prepare(topic: CommandTopic, call: CommandCall): () => void {
    const { topics, clock, logger } = this.deps;
    const receivedMs = clock.monotonicMs();
    return () => {
      const handler = this.#handlers.get(`${topic.implementationId}/${topic.name}`);
      if (!handler) {
        // EVerest's framework does not answer such a call either.
        logger.warning("a message on the bus is dropped", {
          topic: topics.command(topic.moduleId, topic.implementationId, topic.name),
          reason: "we do not provide this command",
        });
        return;
      }
      void this.#run(topic, call, handler).then((outcome) => this.#answer(topic, call, outcome, receivedMs));
    };
  }

  async #run(topic: CommandTopic, call: CommandCall, handler: CommandHandler): Promise<CommandOutcome> {
    if (!call.args) {
      return { kind: "error", type: "MessageParsingError", message: "arguments are not an object" };
    }
    try {
      return await handler(call.args, call.origin);
    } catch (error) {
      this.deps.logger.error("handling a command on the bus failed", { command: topic.name, error });
      return handlerException(reasonOf(error));
    }
  }

  #answer(topic: CommandTopic, call: CommandCall, outcome: CommandOutcome, receivedMs: number): void {
    const { topics, outgoing, clock, logger } = this.deps;
    const tookMs = clock.monotonicMs() - receivedMs;
    if (tookMs > LATEST_ANSWER_MS) {
      logger.error("a command was answered too late: the answer is dropped", { command: topic.name, tookMs });
      return;
    }
    const checked = fitForWire(outcome);
    if (outcome.kind === "result" && checked.kind === "error") {
      logger.error("the result of a command cannot be published", {
        command: topic.name,
        reason: checked.message,
      });
    }
    const to = topics.commandResult(topic.moduleId, topic.implementationId, topic.name, call.origin);
    const sent = outgoing.publish(to, "CmdResult", resultData(call.id, topic.moduleId, checked));
    if (sent === "sent") return;
    const tooLong = handlerException("the result is too long for this EVerest");
    outgoing.publish(to, "CmdResult", resultData(call.id, topic.moduleId, tooLong));
  }
}

function fitForWire(outcome: CommandOutcome): CommandOutcome {
  if (outcome.kind === "error") return { ...outcome, message: outcome.message.toWellFormed() };
  const checked = toWireJson(outcome.value ?? null);
  return checked.kind === "value"
    ? { kind: "result", value: checked.value }
    : handlerException(checked.reason);
}

function handlerException(message: string): CommandOutcome & { kind: "error" } {
  return { kind: "error", type: "HandlerException", message };
}
