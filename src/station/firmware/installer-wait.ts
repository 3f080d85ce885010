import type { Clock, Timer } from "../../kernel/clock.ts";
import { WallAlarm } from "../wall-alarm.ts";

export const SET_TIME_TIMER = "firmware.set-time";
export const CONTINUE_TIMER = "firmware.continue";
/** How long an installer may take after a reboot, or after the time of the installation, to say how it goes on. */
const CONTINUE_MS = 10 * 60_000;

/** Waits after a reboot for the installer to say how it goes on. */
export class InstallerWait {
  readonly #clock: Clock;
  readonly #givenUp: () => void;
  readonly #setTime: WallAlarm;
  #limit: Timer | undefined;

  constructor(clock: Clock, givenUp: () => void) {
    this.#clock = clock;
    this.#givenUp = givenUp;
    this.#setTime = new WallAlarm(clock, SET_TIME_TIMER, () => this.#limitFromNow());
  }

  /**
   * Not before `installAtMs` (Unix milliseconds) is the installer late. A clock that is not set yet after the reboot may
   * be years behind it.
   */
  start(installAtMs: number): void {
    this.cancel();
    if (installAtMs > this.#clock.wallMs()) this.#setTime.set(installAtMs);
    else this.#limitFromNow();
  }

  cancel(): void {
    this.#setTime.cancel();
    this.#limit?.cancel();
  }

  #limitFromNow(): void {
    this.#limit = this.#clock.setTimer(CONTINUE_TIMER, CONTINUE_MS, this.#givenUp);
  }
}
