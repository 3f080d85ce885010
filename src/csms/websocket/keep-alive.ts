import type { Clock, Timer } from "../../kernel/clock.ts";

export interface KeepAliveOptions {
  readonly clock: Clock;
  /** 0 or less: no pings (OCPPCommCtrlr.WebSocketPingInterval, part 4 §8.4). */
  readonly pingIntervalMs: number;
  /** 0 or less: a missing pong is ignored. */
  readonly pongTimeoutMs: number;
  readonly sendPing: () => void;
  readonly onPongTimeout: () => void;
}

/** Pings at an interval and reports a peer that does not answer in time. */
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

  /** The next ping is due after this interval; a pending pong stays pending. */
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

  /** Reading is paused: a pong could not be received, so its absence means nothing. */
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
