import type { Clock, Timer } from "../kernel/clock.ts";
import type { IdSource } from "../kernel/id-source.ts";
import { type MessageId, messageId } from "../kernel/ids.ts";
import { isJsonObject } from "../kernel/json.ts";
import type { Logger } from "../kernel/logger.ts";
import type { Action } from "../ocpp/messages.ts";
import { readResponse } from "../ocpp/validator/validate.ts";
import { describeViolation } from "../ocpp/validator/schema-violation.ts";
import { AnswerGate } from "./answer-gate.ts";
import { describeClosed } from "./failure-reports.ts";
import {
  type CallUrgency,
  INITIAL_LANE_ORDER,
  type Lane,
  nextLane,
  QUEUED_LANES,
  type QueuedLane,
} from "./call-lanes.ts";
import { ForgivenSlips } from "./forgiven-slips.ts";
import type { SentCall } from "./link.ts";
import { OutboxDrain } from "./outbox-drain.ts";
import type { OutboxMessage, OutboxStore } from "./outbox-store.ts";
import type { RetrySettings } from "./retry-policy.ts";
import { encodeCall } from "./rpc-encode.ts";
import { type AnswerFrame, answerPayload } from "./rpc-frame.ts";
import { SetAsideCalls } from "./set-aside-calls.ts";
import type { SocketClosed } from "./socket.ts";
import { CloseCode } from "./websocket/close-codes.ts";
import { type LeaveAlone, type Suspect, suspectedCause, Suspicion } from "./suspicion.ts";
import { type Registration, UnqueuedCalls } from "./unqueued-calls.ts";
import type { OutgoingCall, WaitingCall } from "./waiting-calls.ts";

/** An open connection as the queue sees it. */
export interface Line {
  /** "closed" when the connection is gone. Never rejects. */
  send(text: string): Promise<"sent" | "closed">;
  /** OCPPCommCtrlr.MessageTimeout[Default] or the connection profile's; read for every CALL. */
  messageTimeoutMs(): number;
  /** How long only control traffic flows after opening (MessageQueueResumeDelay). */
  readonly resumeDelayMs: number;
}

export interface CallQueueDeps {
  readonly outbox: OutboxStore;
  /** See `LinkHost.delivered`. */
  delivered(message: OutboxMessage, outcome: SentCall): Promise<void>;
  /** See `LinkHost.setAside`. */
  setAside(message: OutboxMessage, untilMs: number): void;
  /** See `LinkHost.callsSetAside`. */
  callsSetAside(action: Action, state: "setAside" | "sentAgain"): void;
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
type Settlement =
  | AnsweredCall
  | { kind: "lostAfterSending"; closed: SocketClosed; outstandingMs: number }
  | { kind: "neverSent" };
type AnsweredCall = Exclude<SentCall, { kind: "offline" }>;

/** The one CALL in flight (part 4, §4.1.1). */
interface Outstanding {
  readonly messageId: MessageId;
  readonly action: Action;
  readonly sinceMs: number;
  readonly timeout: Timer;
  settle(outcome: Settlement): void;
}

/** What is to be sent, with the id it has or gets, and who hears how it ended. */
interface Transmission {
  readonly messageId: MessageId;
  readonly action: Action;
  readonly payloadText: string;
  settle(outcome: Settlement): void;
}

/** Sends our CALLs, one at a time, over the current connection. */
export class CallQueue {
  readonly #deps: CallQueueDeps;
  readonly #drains: Readonly<Record<QueuedLane, OutboxDrain>>;
  readonly #gate: AnswerGate;
  readonly #slips: ForgivenSlips;
  readonly #suspicion = new Suspicion();
  readonly #setAside: SetAsideCalls;
  readonly #waiting: UnqueuedCalls;
  #order = INITIAL_LANE_ORDER;
  #line: Line | undefined;
  #resumeTimer: Timer | undefined;
  #outstanding: Outstanding | undefined;

  constructor(deps: CallQueueDeps) {
    this.#deps = deps;
    const wake = () => this.#pump();
    this.#slips = new ForgivenSlips(deps.log);
    this.#waiting = new UnqueuedCalls(deps.log);
    this.#setAside = new SetAsideCalls({
      ...deps,
      callsSetAside: (...what) => deps.callsSetAside(...what),
    });
    this.#gate = new AnswerGate(deps.clock, wake);
    const drain = (lane: QueuedLane) =>
      new OutboxDrain({
        ...deps,
        lane,
        delivered: (...what) => deps.delivered(...what),
        setAside: (...what) => deps.setAside(...what),
        wake,
      });
    this.#drains = { transactions: drain("transactions"), notifications: drain("notifications") };
  }

  /**
   * Sends a CALL that is not persisted. It ends as a time-out, without having been sent, when too many more important
   * ones wait, or when connections ended with its like: the CSMS is there, and what holds offline does not.
   */
  call(call: OutgoingCall, urgency: CallUrgency): Promise<SentCall> {
    if (!this.#line || !this.#waiting.admits(call.action, urgency)) {
      return Promise.resolve({ kind: "offline" });
    }
    if (this.#setAside.has(call)) {
      return Promise.resolve({ kind: "timeout" });
    }
    const { promise, resolve } = Promise.withResolvers<SentCall>();
    this.#waiting.add({ ...call, settle: resolve }, urgency);
    this.#pump();
    return promise;
  }

  /** New messages are in the outbox, on disk. */
  outboxGrew(): void {
    this.#pump();
  }

  setRegistration(registration: Registration): void {
    this.#waiting.setRegistration(registration);
    this.#pump();
  }

  /** The connection is open. Nothing is sent before `resume`. */
  open(line: Line): void {
    this.#line = line;
    if (line.resumeDelayMs <= 0) return;
    this.#resumeTimer = this.#deps.clock.setTimer("csms.resumeDelay", line.resumeDelayMs, () => {
      this.#resumeTimer = undefined;
      this.#pump();
    });
  }

  /** Starts sending on the line just opened. */
  resume(): void {
    for (const lane of QUEUED_LANES) this.#drains[lane].armed();
    this.#pump();
  }

  /** The connection is gone. What was not sent is offline; the outbox keeps its messages. Idempotent. */
  close(closed: SocketClosed): void {
    const { clock } = this.#deps;
    const sinceMs = this.#outstanding?.sinceMs ?? clock.monotonicMs();
    this.#lineLost({ kind: "lostAfterSending", closed, outstandingMs: clock.monotonicMs() - sinceMs });
  }

  /** True while a CALL is on its way. */
  isOutstanding(): boolean {
    return this.#outstanding !== undefined;
  }

  /** A CALLRESULT or CALLERROR came in. */
  answer(frame: AnswerFrame): void {
    const outstanding = this.#outstanding;
    if (outstanding === undefined || frame.messageId !== outstanding.messageId) {
      // Late (after the message timeout) or unsolicited: no caller waits for it.
      this.#deps.log.warning("an answer of the CSMS is ignored: it belongs to no call", {
        messageId: frame.messageId,
        kind: frame.kind,
      });
      return;
    }
    const outcome = this.#outcomeOf(outstanding.action, frame);
    // Before anything else is sent; the station confirms it when it has read the answer.
    if (outstanding.action === "BootNotification" && isRejection(outcome)) this.setRegistration("rejected");
    this.#settleOutstanding(outstanding, outcome);
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
    if (QUEUED_LANES.some((lane) => this.#drains[lane].unsettledForMs() > MAX_SETTLING_MS)) {
      return { stuck: "an answered message stays in the outbox" };
    }
    const idle = this.#line !== undefined && this.#nextTurn() !== undefined && !this.#gate.blocks();
    return idle ? { stuck: "a call could be sent and is not" } : "healthy";
  }

  /** Resolves when the answered messages are removed from disk. Nothing is sent afterwards. */
  async stop(): Promise<void> {
    this.close({ kind: "closedByUs", code: CloseCode.goingAway, reason: "charging station stops" });
    this.#gate.stop();
    await Promise.all(QUEUED_LANES.map((lane) => this.#drains[lane].stop()));
  }

  #isOpen(lane: Lane): boolean {
    if (lane === "control") return true;
    // Until the registration is Accepted, only BootNotification and requested messages are sent. Transactions
    // of that time wait in the outbox.
    return this.#waiting.isAccepted;
  }

  #pump(): void {
    const line = this.#line;
    const turn = line && this.#nextTurn();
    if (!turn || this.#gate.blocks()) return;
    this.#order = turn.order;
    switch (turn.lane) {
      case "control":
      case "ordinary": {
        const call = this.#waiting.take(turn.lane);
        return call && this.#sendWaiting(line, call);
      }
      case "transactions":
      case "notifications": {
        const message = turn.queued[turn.lane];
        return message && this.#sendQueued(line, message, turn.lane);
      }
    }
  }

  /** The lane that sends next, if one may send and has a message. */
  #nextTurn() {
    if (this.#outstanding) return undefined;
    const resumed = this.#resumeTimer === undefined;
    const queuedIn = (lane: QueuedLane) =>
      resumed && this.#isOpen(lane) ? this.#drains[lane].next() : undefined;
    const queued = { transactions: queuedIn("transactions"), notifications: queuedIn("notifications") };
    const choice = nextLane(this.#order, {
      control: this.#waiting.waits("control"),
      ordinary: resumed && this.#isOpen("ordinary") && this.#waiting.waits("ordinary"),
      transactions: queued.transactions !== undefined,
      notifications: queued.notifications !== undefined,
    });
    return choice && { ...choice, queued };
  }

  #sendWaiting(line: Line, call: WaitingCall): void {
    const payload = call.payload();
    if (payload.kind === "error") {
      call.settle(payload);
      return this.#pump();
    }
    const key = call.identity;
    const settle = (outcome: Settlement) => {
      if (outcome.kind === "neverSent") return call.settle({ kind: "offline" });
      if (outcome.kind !== "lostAfterSending") {
        this.#acquit({ key, action: call.action }, outcome);
        return call.settle(outcome);
      }
      this.#judge({ key, action: call.action, record: this.#setAside.record(key) }, outcome, (verdict) => {
        this.#setAside.lost(call, verdict, describeClosed(outcome.closed));
      });
      call.settle({ kind: "timeout" });
    };
    const { action } = call;
    this.#send(line, {
      action,
      payloadText: payload.text,
      messageId: messageId(this.#deps.ids.uuid()),
      settle,
    });
  }

  #sendQueued(line: Line, message: OutboxMessage, lane: QueuedLane): void {
    const { outbox } = this.#deps;
    const drain = this.#drains[lane];
    const { action } = message;
    // Made smaller it has another message id, and is still the same suspect.
    const key = `${message.position}`;
    outbox.sending(message.position, lane);
    const settle = (outcome: Settlement) => {
      switch (outcome.kind) {
        case "neverSent":
          return outbox.notSent(message.position, lane);
        // A lost connection does not count as an attempt (E13, remark 8): the same message is sent again.
        case "lostAfterSending":
          return this.#judge(
            { key, action, record: message.setbacks > 0 ? "convicted" : "clean" },
            outcome,
            (verdict) => drain.lost(message, verdict, describeClosed(outcome.closed)),
          );
        default:
          this.#acquit({ key, action }, outcome);
          return drain.answered(message, outcome);
      }
    };
    this.#send(line, { ...message, settle });
  }

  /** Looks at what the end of a connection says of the CALL that was outstanding. */
  #judge(
    suspect: Suspect,
    loss: Settlement & { kind: "lostAfterSending" },
    leaveAlone: (verdict: LeaveAlone) => void,
  ): void {
    const verdict = this.#suspicion.lost(suspect, suspectedCause(loss));
    if (verdict.kind !== "again") leaveAlone(verdict);
  }

  /** The CALL did not end the connection; after an answer those that rest because of it are tried again. */
  #acquit(innocent: Pick<Suspect, "key" | "action">, outcome: AnsweredCall): void {
    if (outcome.kind === "timeout") return this.#suspicion.timedOut(innocent);
    const recalled = this.#suspicion.answered(innocent);
    this.#setAside.answered(innocent, recalled);
    for (const lane of QUEUED_LANES) this.#drains[lane].recall(recalled.map(Number));
  }

  #send(line: Line, { messageId: id, action, payloadText, settle }: Transmission): void {
    const { clock } = this.#deps;
    const timeout = clock.setTimer("csms.messageTimeout", line.messageTimeoutMs(), () => {
      this.#deps.log.warning("a call got no answer within the message timeout", { action, messageId: id });
      this.#settleOutstanding(outstanding, { kind: "timeout" });
    });
    const sinceMs = clock.monotonicMs();
    const outstanding: Outstanding = { messageId: id, action, sinceMs, timeout, settle };
    this.#outstanding = outstanding;
    void line.send(encodeCall(id, action, payloadText)).then((result) => {
      if (result === "sent" || this.#line !== line || this.#outstanding !== outstanding) return;
      this.#lineLost({ kind: "neverSent" });
    });
  }

  #settleOutstanding(outstanding: Outstanding, outcome: Settlement): void {
    outstanding.timeout.cancel();
    this.#outstanding = undefined;
    outstanding.settle(outcome);
    this.#pump();
  }

  #lineLost(settlement: Settlement & { kind: "lostAfterSending" | "neverSent" }): void {
    this.#line = undefined;
    this.#resumeTimer?.cancel();
    this.#resumeTimer = undefined;
    for (const lane of QUEUED_LANES) this.#drains[lane].disarmed();
    if (this.#outstanding) this.#settleOutstanding(this.#outstanding, settlement);
    this.#waiting.settleAllOffline();
  }

  #outcomeOf(action: Action, frame: AnswerFrame): AnsweredCall {
    switch (frame.kind) {
      case "callError":
        return { kind: "error", code: frame.code, description: frame.description };
      case "malformedAnswer":
        return { kind: "error", code: "RpcFrameworkError", description: frame.description };
      case "callResult": {
        const read = readResponse(action, answerPayload(action, frame));
        if (read.kind === "invalid") {
          return { kind: "error", code: read.code, description: describeViolation(read.violation) };
        }
        this.#slips.note(`${action}Response`, read.forgiven);
        return { kind: "result", response: read.value };
      }
    }
  }
}

/** The CSMS rejects the station. */
function isRejection(answer: AnsweredCall): boolean {
  return answer.kind === "result" && isJsonObject(answer.response) &&
    answer.response["status"] === "Rejected";
}
