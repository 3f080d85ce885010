import type { Clock, Timer } from "../../kernel/clock.ts";

export interface KeepAliveOptions {
  readonly clock: Clock;
  /** 0 or less: no pings (OCPPCommCtrlr.WebSocketPingInterval, part 4 §8.4). */
  readonly pingIntervalMs: number;
  /** 0 or less: a missing pong is not minded. */
  readonly pongTimeoutMs: number;
  readonly sendPing: () => void;
  readonly onPongTimeout: () => void;
}

/** Pings at an interval and gives up on a peer that does not answer in time. */
export class KeepAlive {
  #pingTimer: Timer | undefined;
  #pongTimer: Timer | undefined;
  #awaitsPong = false;
  #isPaused = false;

  #pingIntervalMs: number;

  constructor(private readonly options: KeepAliveOptions) {
    this.#pingIntervalMs = options.pingIntervalMs;
    this.#schedulePing();
  }

  /** The next ping is due when this has passed; what is awaited already stays so. */
  pingEvery(intervalMs: number): void {
    this.#pingTimer?.cancel();
    this.#pingTimer = undefined;
    this.#pingIntervalMs = intervalMs;
    this.#schedulePing();
  }

  pong(): void {
    this.#awaitsPong = false;
    this.#cancelPongTimer();
  }

  /** Nothing is being read: a pong could not be seen, so its absence proves nothing. */
  pause(): void {
    this.#isPaused = true;
    this.#cancelPongTimer();
  }

  resume(): void {
    this.#isPaused = false;
    if (this.#awaitsPong) this.#schedulePongTimeout();
  }

  stop(): void {
    this.#pingTimer?.cancel();
    this.#pingTimer = undefined;
    this.pong();
  }

  #schedulePing(): void {
    const { clock, sendPing } = this.options;
    if (this.#pingIntervalMs <= 0) return;
    this.#pingTimer = clock.setTimer("csms ping", this.#pingIntervalMs, () => {
      this.#schedulePing();
      this.#awaitsPong = true;
      this.#schedulePongTimeout();
      sendPing();
    });
  }

  #schedulePongTimeout(): void {
    const { clock, pongTimeoutMs, onPongTimeout } = this.options;
    if (pongTimeoutMs <= 0 || this.#isPaused || this.#pongTimer) return;
    this.#pongTimer = clock.setTimer("csms pong timeout", pongTimeoutMs, onPongTimeout);
  }

  #cancelPongTimer(): void {
    this.#pongTimer?.cancel();
    this.#pongTimer = undefined;
  }
}
