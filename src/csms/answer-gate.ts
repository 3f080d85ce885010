import type { Clock, Timer } from "../kernel/clock.ts";

/**
 * How long our CALLs wait for the answer to a CALL of the CSMS. Handlers that ask the EVSE or the security
 * module need milliseconds; a slower one must not block the station.
 */
export const ANSWER_GATE_MS = 1000;

/**
 * Delays our CALLs while a CALL of the CSMS is being answered: messages that the answer announces (a report,
 * a stopped transaction, a triggered message) must not overtake it. The delay is bounded, so that a handler
 * that waits for a CALL of ours, or never ends, does not block the queue.
 */
export class AnswerGate {
  #answering = 0;
  #timer: Timer | undefined;
  #expired = false;

  constructor(readonly clock: Clock, readonly opened: () => void) {}

  enter(): void {
    this.#answering++;
  }

  leave(): void {
    this.#answering--;
    if (this.#answering > 0) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#expired = false;
    this.opened();
  }

  /** True while a CALL has to wait; the first waiting CALL starts the timer. */
  blocks(): boolean {
    if (this.#answering === 0 || this.#expired) return false;
    this.#timer ??= this.clock.setTimer("csms.answerGate", ANSWER_GATE_MS, () => {
      this.#timer = undefined;
      this.#expired = true;
      this.opened();
    });
    return true;
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
