import type { Clock, Timer } from "../kernel/clock.ts";
import type { IdSource } from "../kernel/id-source.ts";
import { isJsonObject, type JsonValue } from "../kernel/json.ts";
import type { Logger } from "../kernel/logger.ts";
import { decodeResult } from "./command-messages.ts";
import type { Envelope } from "./envelope.ts";
import type { CallOutcome, Connection } from "./module.ts";
import type { Outgoing } from "./outgoing.ts";
import type { Topics } from "./topics.ts";
import { toWireJson } from "./wire-json.ts";

/** As long as the framework waits. */
export const DEFAULT_CALL_TIMEOUT_MS = 300_000;

interface PendingCall {
  readonly command: string;
  readonly settle: (outcome: CallOutcome) => void;
  readonly dueMs: number;
  readonly timer: Timer;
}

export interface CallDeps {
  readonly moduleId: string;
  readonly topics: Topics;
  readonly outgoing: Outgoing;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
}

/** Our calls of other modules' commands. Any number may be pending; answers are matched by id alone. */
export class CommandCalls {
  readonly #pending = new Map<string, PendingCall>();
  #longestMs = Infinity;
  #closed: string | undefined;

  constructor(private readonly deps: CallDeps) {}

  call(
    target: Connection,
    command: string,
    args: Readonly<Record<string, JsonValue>>,
    timeoutMs: number,
  ): Promise<CallOutcome> {
    if (this.#closed !== undefined) return Promise.resolve(abandoned(this.#closed));
    const checked = toWireJson(args);
    if (checked.kind === "unpublishable" || !isJsonObject(checked.value)) {
      const reason = checked.kind === "unpublishable" ? checked.reason : "arguments are not an object";
      this.deps.logger.error("a command is not called: its arguments are wrong", {
        ...at(target),
        command,
        reason,
      });
      return Promise.resolve(failure("MessageParsingError", reason));
    }
    const wireArgs = checked.value;
    const id = this.deps.ids.uuid();
    return new Promise((settle) => {
      this.#expect(id, command, Math.min(timeoutMs, this.#longestMs), settle); // before it can be answered
      const topic = this.deps.topics.command(target.moduleId, target.implementationId, command);
      const data = { args: wireArgs, id, origin: this.deps.moduleId };
      const sent = this.deps.outgoing.publish(topic, "Cmd", data);
      if (sent === "refused") this.#settle(id, failure("MessageParsingError", "too long for this EVerest"));
    });
  }

  /** Late, repeated and foreign answers are harmless. */
  onResult(envelope: Envelope): string | undefined {
    const decoded = decodeResult(envelope.data);
    if (decoded.kind === "violation") return decoded.reason;
    const { id, outcome } = decoded.value;
    if (!this.#settle(id, outcome)) this.deps.logger.debug("an answer on the bus belongs to no call", { id });
    return undefined;
  }

  /** No call, pending or future, waits longer than `ms` from now: the callees are shutting down. */
  capTimeouts(ms: number): void {
    this.#longestMs = ms;
    for (const [id, { timer, command, settle, dueMs }] of [...this.#pending]) {
      timer.cancel();
      this.#expect(id, command, Math.min(ms, dueMs - this.deps.clock.monotonicMs()), settle);
    }
  }

  /** Every call, pending or future, is abandoned. */
  close(reason: string): void {
    this.#closed = reason;
    for (const id of [...this.#pending.keys()]) this.#settle(id, abandoned(reason));
  }

  #expect(id: string, command: string, timeoutMs: number, settle: (outcome: CallOutcome) => void): void {
    const { clock } = this.deps;
    const giveUp = () => {
      const message = `no answer to ${command} within ${timeoutMs} ms`;
      this.#settle(id, this.#longestMs === Infinity ? failure("CmdTimeout", message) : abandoned(message));
    };
    const timer = clock.setTimer(`everest.call.${command}`, timeoutMs, giveUp);
    this.#pending.set(id, { command, settle, dueMs: clock.monotonicMs() + timeoutMs, timer });
  }

  #settle(id: string, outcome: CallOutcome): boolean {
    const call = this.#pending.get(id);
    if (!call) return false;
    this.#pending.delete(id);
    call.timer.cancel();
    call.settle(outcome);
    return true;
  }
}

function failure(
  type: "MessageParsingError" | "CmdTimeout",
  message: string,
): CallOutcome {
  return { kind: "error", type, message };
}

function abandoned(message: string): CallOutcome {
  return { kind: "abandoned", message };
}

function at(target: Connection): { module: string; implementation: string } {
  return { module: target.moduleId, implementation: target.implementationId };
}
