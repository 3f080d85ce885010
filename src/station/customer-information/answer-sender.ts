import { type Clock, type Timer, toTimestamp } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { Csms } from "../ports/csms.ts";
import type { TextPage } from "./customer-report.ts";

export const ANSWER_RETRY_TIMER = "customer-information.retry";
/** A message without an answer is repeated after this time, unless a reconnect repeats it before. */
const RETRY_MS = 60_000;
/** A CSMS that does not answer so often will not. */
const MOST_TRIES = 10;
const ACTION = "NotifyCustomerInformation";

export interface AnswerSenderDeps {
  readonly csms: Csms;
  readonly clock: Clock;
  readonly log: Logger;
}

/** An answer in the form in which it is sent. */
export interface AnswerInPages {
  readonly requestId: number;
  readonly pages: readonly TextPage[];
  /** Called once: the CSMS has all pages, or does not take them. */
  settled(): void;
}

/** Sends the answers about customers one after the other; each page is repeated until the CSMS has answered it. */
export interface AnswerSender {
  send(answer: AnswerInPages): void;
  /** To be called when the CSMS can be reached again. */
  reachable(): void;
  stop(): void;
}

interface Waiting {
  readonly answer: AnswerInPages;
  readonly generatedAt: string;
  seqNo: number;
  tries: number;
}

type Progress = "settled" | "unanswered" | "offline";

export function createAnswerSender({ csms, clock, log }: AnswerSenderDeps): AnswerSender {
  const waiting = new Set<Waiting>();
  let isSending = false;
  let isReleased = false;
  let retry: Timer | undefined;

  async function sendAll(): Promise<void> {
    isReleased = true;
    if (isSending) return;
    isSending = true;
    retry?.cancel();
    while (isReleased) {
      isReleased = false;
      // What is added meanwhile is sent with this round.
      for (const each of waiting) {
        const progress = await sendOne(each);
        if (progress === "offline") break;
        if (progress !== "settled") continue;
        waiting.delete(each);
        each.answer.settled();
      }
    }
    isSending = false;
    if (waiting.size > 0 && csms.isOnline()) {
      retry = clock.setTimer(ANSWER_RETRY_TIMER, RETRY_MS, () => void sendAll());
    }
  }

  async function sendOne(each: Waiting): Promise<Progress> {
    const { answer: { requestId, pages }, generatedAt } = each;
    for (let page = pages[each.seqNo]; page !== undefined; page = pages[++each.seqNo]) {
      const { seqNo } = each;
      const outcome = await csms.call(ACTION, { requestId, generatedAt, seqNo, ...page });
      if (outcome.kind === "result") continue;
      if (outcome.kind === "offline") return "offline";
      if (outcome.kind === "timeout" && ++each.tries < MOST_TRIES) return "unanswered";
      log.warning("a report was given up", { action: ACTION, requestId, seqNo, outcome: outcome.kind });
      return "settled";
    }
    log.info("a report was sent", { action: ACTION, requestId, pages: pages.length });
    return "settled";
  }

  return {
    send(answer) {
      waiting.add({ answer, generatedAt: toTimestamp(clock.wallMs()), seqNo: 0, tries: 0 });
      void sendAll();
    },
    reachable: () => void sendAll(),
    stop: () => retry?.cancel(),
  };
}
