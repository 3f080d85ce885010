import type { Clock, Timer } from "../kernel/clock.ts";

/**
 * How long CALLs of ours wait for the answer to a CALL of the CSMS. Handlers that ask the EVSE or the security
 * module take milliseconds; one that takes longer must not silence the station.
 */
export const ANSWER_GATE_MS = 1000;

/**
 * Keeps CALLs back while a CALL of the CSMS is being answered: what the answer announces (a report, a stopped
 * transaction, a triggered message) must not overtake it. Bounded, so that a handler waiting for a CALL of ours,
 * or never ending at all, delays and does not block.
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

  /** True while a CALL has to wait; starts the clock when somebody has to. */
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
