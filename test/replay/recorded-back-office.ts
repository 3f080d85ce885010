import type { Action } from "../../src/ocpp/messages.ts";
import { CallError, type Csms, type CsmsAnswer, NO_ANSWER } from "../fakes/csms/csms.ts";
import { defaultAnswers } from "../fakes/csms/default-answers.ts";
import { isRecord } from "./equal.ts";
import type { Recording } from "./recording.ts";

interface Exchange {
  readonly action: string;
  readonly occasion: string;
  readonly askedMs: number;
  readonly answer: { readonly atMs: number; readonly frame: readonly unknown[] } | undefined;
  used: boolean;
}

const SAME_OCCASION_MS = 5000;

/** The recorded CSMS, as far as it answers CALLs. */
export class RecordedBackOffice {
  readonly #exchanges: readonly Exchange[];
  /** Answers that are due later, by wall clock. */
  #later: (atMs: number, act: () => void) => void = () => {};

  constructor(recording: Recording, private readonly nowMs: () => number) {
    this.#exchanges = exchangesOf(recording);
  }

  /** From now on it answers what the station says to `csms`. `later` puts an answer on the agenda. */
  attach(csms: Csms, actions: readonly Action[], later: (atMs: number, act: () => void) => void): void {
    this.#later = later;
    for (const action of actions) csms.on(action, (request) => this.#answer(action, request));
  }

  #answer<A extends Action>(action: A, request: unknown): Promise<CsmsAnswer<A>> | CsmsAnswer<A> {
    const exchange = this.#find(action, request);
    const nowMs = this.nowMs();
    if (!exchange) return this.#usual(action, request);
    exchange.used = true;
    if (!exchange.answer) return NO_ANSWER;
    const { atMs, frame } = exchange.answer;
    const answer = () => (frame[0] === 3 ? this.#now(frame[2]) : error(frame)) as CsmsAnswer<A>;
    if (exchange.askedMs >= nowMs + SAME_OCCASION_MS || atMs <= nowMs) return answer();
    return new Promise((resolve) => this.#later(atMs, () => resolve(answer())));
  }

  /** The next about the same thing; for actions that are about nothing in particular, the next. */
  #find(action: string, request: unknown): Exchange | undefined {
    const occasion = occasionOf(action, request);
    return this.#exchanges.find((exchange) =>
      !exchange.used && exchange.action === action && exchange.occasion === occasion
    );
  }

  /** A CSMS tells the time as it is; ours may ask earlier or later than the recorded station did. */
  #now(answer: unknown): unknown {
    if (!isRecord(answer) || !("currentTime" in answer)) return answer;
    return { ...answer, currentTime: new Date(this.nowMs()).toISOString() };
  }

  /** Nobody asked this in the recording. */
  #usual<A extends Action>(action: A, request: unknown): CsmsAnswer<A> {
    const table = defaultAnswers({ now: this.nowMs, intervalSeconds: 300 });
    const standing = table[action] as ((request: unknown) => CsmsAnswer<A>) | undefined;
    return standing?.(request) ?? new CallError("NotImplemented", "no answer for this action");
  }
}

function error(frame: readonly unknown[]): CallError {
  return new CallError(String(frame[2]), String(frame[3]));
}

function exchangesOf({ csms }: Recording): Exchange[] {
  const answers = new Map<string, Exchange["answer"]>();
  for (const record of csms) {
    if (record.kind !== "frame" || record.direction !== "toStation" || record.frame[0] === 2) continue;
    answers.set(String(record.frame[1]), { atMs: record.atMs, frame: record.frame });
  }
  const exchanges: Exchange[] = [];
  for (const record of csms) {
    if (record.kind !== "frame" || record.direction !== "fromStation" || record.frame[0] !== 2) continue;
    const [, messageId, action, payload] = record.frame;
    exchanges.push({
      action: String(action),
      occasion: occasionOf(String(action), payload),
      askedMs: record.atMs,
      answer: answers.get(String(messageId)),
      used: false,
    });
  }
  return exchanges;
}

/** What a CALL is about, where the answer depends on it. */
function occasionOf(action: string, payload: unknown): string {
  if (!isRecord(payload)) return "";
  if (action === "TransactionEvent") {
    const { transactionInfo, eventType, triggerReason } = payload;
    const transactionId = isRecord(transactionInfo) ? transactionInfo["transactionId"] : undefined;
    return `${transactionId} ${eventType} ${triggerReason}`;
  }
  return isRecord(payload["idToken"]) ? String(payload["idToken"]["idToken"]) : "";
}
