import type { Action, RequestOf, ResponseOf } from "../../../src/ocpp/messages.ts";

/** A CALLERROR as an answer. */
export class CallError {
  constructor(readonly code: string, readonly description = "") {}
}

/** As an answer: the CALL stays unanswered, as when the CSMS hangs. */
export const NO_ANSWER: unique symbol = Symbol("no answer");

export type CsmsAnswer<A extends Action> = ResponseOf<A> | CallError | typeof NO_ANSWER;

/** A CALL the station sent, and the means to answer it. */
export class StationCall<A extends Action = Action> {
  #answered: "automatically" | "by the test" | undefined;

  constructor(
    readonly messageId: string,
    readonly action: A,
    readonly payload: RequestOf<A>,
    /** The connection it came on, counted from 1. */
    readonly connection: number,
    private readonly deliver: (answer: CsmsAnswer<A>) => void,
  ) {}

  /** False once answered or deliberately left unanswered. */
  get isOpen(): boolean {
    return this.#answered === undefined;
  }

  /** Sends a CALLRESULT. */
  reply(payload: ResponseOf<A>): void {
    this.#answer(payload);
  }

  /** Sends a CALLERROR with an error code of OCPP-J (or any other text). */
  replyError(code: string, description = ""): void {
    this.#answer(new CallError(code, description));
  }

  /** Never answers; the station runs into its MessageTimeout. */
  leaveUnanswered(): void {
    this.#answer(NO_ANSWER);
  }

  /** The standing answer, unless the test has already answered. For the CSMS itself. */
  answerAutomatically(answer: CsmsAnswer<A>): void {
    if (this.#answered) return;
    this.#answered = "automatically";
    this.deliver(answer);
  }

  #answer(answer: CsmsAnswer<A>): void {
    if (this.#answered) {
      throw new Error(
        `${this.action} ${this.messageId} was answered ${this.#answered} before. ` +
          `Call csms.hold("${this.action}") first, or answer with csms.on("${this.action}", …).`,
      );
    }
    this.#answered = "by the test";
    this.deliver(answer);
  }
}
