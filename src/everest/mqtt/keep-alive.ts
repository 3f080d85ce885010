import type { Clock, Timer } from "../../kernel/clock.ts";

/**
 * Pings the broker twice per keep-alive interval and gives up when one full interval passed without any
 * packet. One silent half is tolerated: after the process was suspended, timers fire before the socket is
 * read.
 */
export class KeepAlive {
  #timer: Timer | undefined;
  #silentHalves = 0;

  constructor(
    private readonly clock: Clock,
    private readonly keepAliveSeconds: number,
    private readonly ping: () => void,
    private readonly onSilence: () => void,
  ) {}

  /** Does nothing when the interval is 0, which means no keep-alive (MQTT 3.1.1, 3.1.2.10). */
  start(): void {
    if (this.keepAliveSeconds === 0) return;
    this.#timer = this.clock.setTimer("mqtt.keep-alive", this.keepAliveSeconds * 500, () => {
      if (this.#silentHalves >= 2) return this.onSilence();
      this.#silentHalves += 1;
      this.ping();
      this.start();
    });
  }

  /** Any packet proves that the broker lives. */
  packetReceived(): void {
    this.#silentHalves = 0;
  }

  stop(): void {
    this.#timer?.cancel();
  }
}
