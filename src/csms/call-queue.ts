import type { Clock, Timer } from "../kernel/clock.ts";
import type { IdSource } from "../kernel/id-source.ts";
import { type MessageId, messageId } from "../kernel/ids.ts";
import { MAX_WAITING_CONTROL_CALLS, MAX_WAITING_ORDINARY_CALLS } from "../kernel/limits.ts";
import type { Logger } from "../kernel/logger.ts";
import type { Action } from "../ocpp/messages.ts";
import { readResponse } from "../ocpp/validator/validate.ts";
import { describeViolation } from "../ocpp/validator/violation.ts";
import { AnswerGate } from "./answer-gate.ts";
import { INITIAL_LANE_ORDER, type Lane, type LaneOrder, nextLane } from "./call-lanes.ts";
import { ForgivenSlips } from "./forgiven-slips.ts";
import type { SentCall } from "./link.ts";
import { OutboxDrain } from "./outbox-drain.ts";
import type { OutboxMessage, OutboxStore } from "./outbox-store.ts";
import type { RetrySettings } from "./retry-policy.ts";
import { encodeCall } from "./rpc-encode.ts";
import type { AnswerFrame } from "./rpc-frame.ts";
import { WaitingCalls } from "./waiting-calls.ts";

/** The status of the last BootNotificationResponse; "none" before the first one. */
export type Registration = "none" | "pending" | "accepted" | "rejected";

/** An open connection as the queue sees it. */
export interface Line {
  /** "closed" when the connection is gone. Never rejects. */
  send(text: string): Promise<"sent" | "closed">;
  /** OCPPCommCtrlr.MessageTimeout[Default] or the connection profile's; read for every CALL. */
  messageTimeoutMs(): number;
  /** How long only control traffic flows after opening (MessageQueueResumeDelay). */
  readonly resumeDelayMs: number;
}

export interface CallQueueParts {
  readonly outbox: OutboxStore;
  /** See `LinkHost.delivered`. */
  delivered(message: OutboxMessage, outcome: SentCall): Promise<void>;
  readonly settings: RetrySettings;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Logger;
}

/**
 * Processing an answer and removing its message takes milliseconds; after a minute the watchdog assumes a
 * hang.
 */
export const MAX_SETTLING_MS = 60_000;

/** How a transmission ended: with an answer, with a time-out, or with the loss of the connection. */
type Settlement = AnsweredCall | { kind: "lostAfterSending" } | { kind: "neverSent" };
type AnsweredCall = Exclude<SentCall, { kind: "offline" }>;

/** The one CALL in flight (part 4, §4.1.1). */
interface Outstanding {
  readonly messageId: MessageId;
  readonly action: Action;
  readonly timeout: Timer;
  settle(outcome: Settlement): void;
}

/** Sends our CALLs, one at a time, over the current connection. */
export class CallQueue {
  readonly #parts: CallQueueParts;
  readonly #drain: OutboxDrain;
  readonly #gate: AnswerGate;
  readonly #slips: ForgivenSlips;
  readonly #control = new WaitingCalls(MAX_WAITING_CONTROL_CALLS);
  readonly #ordinary = new WaitingCalls(MAX_WAITING_ORDINARY_CALLS);
  #order = INITIAL_LANE_ORDER;
  #registration: Registration = "none";
  #line: Line | undefined;
  #resumeTimer: Timer | undefined;
  #outstanding: Outstanding | undefined;

  constructor(parts: CallQueueParts) {
    this.#parts = parts;
    const wake = () => this.#pump();
    this.#slips = new ForgivenSlips(parts.log);
    this.#gate = new AnswerGate(parts.clock, wake);
    this.#drain = new OutboxDrain({ ...parts, delivered: (...what) => parts.delivered(...what), wake });
  }

  /** Sends a CALL that is not persisted. `payloadText` is JSON. */
  call(action: Action, payloadText: string, lane: Exclude<Lane, "outbox">): Promise<SentCall> {
    if (!this.#line || !this.#isOpen(lane)) return Promise.resolve({ kind: "offline" });
    const { promise, resolve } = Promise.withResolvers<SentCall>();
    const waiting = lane === "control" ? this.#control : this.#ordinary;
    if (waiting.add({ action, payloadText, settle: resolve }) === "full") {
      this.#parts.log.warning("too many calls are waiting, this one is not sent", { action, lane });
      return Promise.resolve({ kind: "offline" });
    }
    this.#pump();
    return promise;
  }

  /** New messages are in the outbox, on disk. */
  outboxGrew(): void {
    this.#pump();
  }

  setRegistration(registration: Registration): void {
    this.#registration = registration;
    if (!this.#isOpen("ordinary")) this.#ordinary.settleAllOffline();
    this.#pump();
  }

  /** The connection is open. Nothing is sent before `resume`. */
  open(line: Line): void {
    this.#line = line;
    if (line.resumeDelayMs <= 0) return;
    this.#resumeTimer = this.#parts.clock.setTimer("csms.resumeDelay", line.resumeDelayMs, () => {
      this.#resumeTimer = undefined;
      this.#pump();
    });
  }

  /** Starts sending on the line just opened. */
  resume(): void {
    this.#pump();
  }

  /** The connection is gone. What was not sent is offline; the outbox keeps its messages. Idempotent. */
  close(): void {
    this.#lineLost("lostAfterSending");
  }

  /** A CALLRESULT or CALLERROR came in. */
  answer(frame: AnswerFrame): void {
    const outstanding = this.#outstanding;
    if (outstanding === undefined || frame.messageId !== outstanding.messageId) {
      // Late (after the message timeout) or unsolicited: no caller waits for it.
      this.#parts.log.warning("answer to no outstanding call ignored", {
        messageId: frame.messageId,
        kind: frame.kind,
      });
      return;
    }
    this.#settleOutstanding(outstanding, this.#outcomeOf(outstanding.action, frame));
  }

  /** A CALL of the CSMS is being answered until `answered` is called. */
  answering(): void {
    this.#gate.enter();
  }

  answered(): void {
    this.#gate.leave();
  }

  /** For the watchdog: what is stuck (architecture §4). */
  progress(): "healthy" | { readonly stuck: string } {
    if (this.#drain.unsettledForMs() > MAX_SETTLING_MS) {
      return { stuck: "an answered message stays in the outbox" };
    }
    const idle = this.#line !== undefined && this.#nextTurn() !== undefined && !this.#gate.blocks();
    return idle ? { stuck: "a call could be sent and is not" } : "healthy";
  }

  /** Resolves when the answered messages are removed from disk. Nothing is sent afterwards. */
  async stop(): Promise<void> {
    this.close();
    this.#gate.stop();
    await this.#drain.stop();
  }

  #isOpen(lane: Lane): boolean {
    if (lane === "control") return true;
    // Until the registration is Accepted, only BootNotification and requested messages are sent. Transactions
    // of that time wait in the outbox.
    return this.#registration === "accepted";
  }

  #pump(): void {
    const line = this.#line;
    const turn = line && this.#nextTurn();
    if (!turn || this.#gate.blocks()) return;
    this.#order = turn.order;
    if (turn.lane !== "outbox") return this.#sendWaiting(line, turn.lane);
    if (turn.queued) this.#sendQueued(line, turn.queued);
  }

  /** The lane that sends next, if one may send and has a message. */
  #nextTurn(): { lane: Lane; order: LaneOrder; queued: OutboxMessage | undefined } | undefined {
    if (this.#outstanding) return undefined;
    const resumed = this.#resumeTimer === undefined;
    const queued = resumed && this.#isOpen("outbox") ? this.#drain.next() : undefined;
    const choice = nextLane(this.#order, {
      control: this.#control.length > 0,
      ordinary: resumed && this.#isOpen("ordinary") && this.#ordinary.length > 0,
      outbox: queued !== undefined,
    });
    return choice && { ...choice, queued };
  }

  #sendWaiting(line: Line, lane: Exclude<Lane, "outbox">): void {
    const call = (lane === "control" ? this.#control : this.#ordinary).take();
    if (!call) return;
    const id = messageId(this.#parts.ids.uuid());
    this.#send(line, id, call.action, call.payloadText, (outcome) => {
      if (outcome.kind === "neverSent") return call.settle({ kind: "offline" });
      call.settle(outcome.kind === "lostAfterSending" ? { kind: "timeout" } : outcome);
    });
  }

  #sendQueued(line: Line, message: OutboxMessage): void {
    this.#send(line, message.messageId, message.action, message.payloadText, (outcome) => {
      // A lost connection does not count as an attempt (E13, remark 8): the same message is sent again after
      // reconnecting.
      if (outcome.kind === "lostAfterSending" || outcome.kind === "neverSent") return;
      this.#drain.answered(message, outcome);
    });
  }

  #send(
    line: Line,
    id: MessageId,
    action: Action,
    payloadText: string,
    settle: (outcome: Settlement) => void,
  ): void {
    const timeout = this.#parts.clock.setTimer("csms.messageTimeout", line.messageTimeoutMs(), () => {
      this.#parts.log.warning("no answer within the message timeout", { action, messageId: id });
      this.#settleOutstanding(outstanding, { kind: "timeout" });
    });
    const outstanding: Outstanding = { messageId: id, action, timeout, settle };
    this.#outstanding = outstanding;
    void line.send(encodeCall(id, action, payloadText)).then((result) => {
      if (result === "sent" || this.#line !== line) return;
      this.#lineLost(this.#outstanding === outstanding ? "neverSent" : "lostAfterSending");
    });
  }

  #settleOutstanding(outstanding: Outstanding, outcome: Settlement): void {
    outstanding.timeout.cancel();
    this.#outstanding = undefined;
    outstanding.settle(outcome);
    this.#pump();
  }

  #lineLost(kind: "lostAfterSending" | "neverSent"): void {
    this.#line = undefined;
    this.#resumeTimer?.cancel();
    this.#resumeTimer = undefined;
    if (this.#outstanding) {
      this.#settleOutstanding(this.#outstanding, { kind });
    }
    this.#control.settleAllOffline();
    this.#ordinary.settleAllOffline();
  }

  #outcomeOf(action: Action, frame: AnswerFrame): AnsweredCall {
    switch (frame.kind) {
      case "callError":
        return { kind: "error", code: frame.code, description: frame.description };
      case "malformedAnswer":
        return { kind: "error", code: "RpcFrameworkError", description: frame.description };
      case "callResult": {
        const read = readResponse(action, frame.payload);
        if (read.kind === "invalid") {
          return { kind: "error", code: read.code, description: describeViolation(read.violation) };
        }
        this.#slips.note(`${action}Response`, read.forgiven);
        return { kind: "result", response: read.value };
      }
    }
  }
}
