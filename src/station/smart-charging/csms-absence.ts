import type { Clock, Timer } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import type { LocalLimit } from "./schedule-context.ts";

export const ABSENCE_TIMER = "smart-charging.csms-absence";

const DELAY = variableKey("SmartChargingCtrlr", "OfflineLimitDelay");
/** When OfflineLimitDelay has no value. */
const DEFAULT_DELAY_SECONDS = 300;

/** The limits for a long absence of the CSMS, OfflineLimitAmps and OfflineLimitWatts; empty where they have no value. */
export function readAbsenceLimits(
  deviceModel: Pick<DeviceModel, "decimal">,
  subject: "Station" | "EVSE",
): readonly LocalLimit[] {
  const amperes = deviceModel.decimal(variableKey("SmartChargingCtrlr", "OfflineLimitAmps", subject));
  const watts = deviceModel.decimal(variableKey("SmartChargingCtrlr", "OfflineLimitWatts", subject));
  // They are two limits, not one in two units.
  return [
    ...(amperes === undefined ? [] : [{ origin: "csmsGone", amperes } as const]),
    ...(watts === undefined ? [] : [{ origin: "csmsGone", watts } as const]),
  ];
}

/** When the connection to the CSMS was lost, persistent over restarts. */
export interface AbsenceStore {
  /** Unix milliseconds; undefined: the CSMS is there. */
  lostSince(): number | undefined;
  lost(wallMs: number): Promise<void>;
  back(): Promise<void>;
}

export interface CsmsAbsenceDeps {
  readonly clock: Clock;
  readonly deviceModel: Pick<DeviceModel, "integer">;
  readonly store: AbsenceStore;
  readonly log: Logger;
  /** Called when the limits come into force and when they are over. */
  changed(): void;
}

/** Whether the CSMS has been away for so long that the limits for this case are in force. A restart ends no absence. */
export class CsmsAbsence {
  readonly #deps: CsmsAbsenceDeps;
  /** When the CSMS was lost, by the monotonic clock; undefined: it is there, or nothing was measured yet. */
  #lostMs: number | undefined;
  /** Whether the store names an absence. */
  #isStored: boolean;
  #timer: Timer | undefined;
  #isLong = false;
  #isRunning = false;

  constructor(deps: CsmsAbsenceDeps) {
    this.#deps = deps;
    const lostSince = deps.store.lostSince();
    this.#isStored = lostSince !== undefined;
    if (lostSince !== undefined) this.#lostMs = deps.clock.monotonicMs() - this.#elapsedSince(lostSince);
  }

  get isLong(): boolean {
    return this.#isLong;
  }

  /** Starts to measure; a connection that has not been made yet counts as lost. */
  start(): void {
    this.#isRunning = true;
    this.disconnected();
  }

  /** The connection is lost. */
  disconnected(): void {
    if (!this.#isRunning || this.#timer !== undefined || this.#isLong) return;
    const { clock } = this.#deps;
    const lostMs = this.#lostMs ??= clock.monotonicMs();
    this.#remember(clock.wallMs() - (clock.monotonicMs() - lostMs));
    const leftMs = this.#delayMs() - (clock.monotonicMs() - lostMs);
    if (leftMs <= 0) return this.#becomeLong();
    this.#timer = clock.setTimer(ABSENCE_TIMER, leftMs, () => {
      this.#timer = undefined;
      this.#becomeLong();
    });
  }

  connected(): void {
    this.#endWait();
    this.#lostMs = undefined;
    this.#forget();
    if (!this.#isLong) return;
    this.#isLong = false;
    this.#deps.changed();
  }

  /** The wall clock was set: the moment on disk follows it. */
  clockSet(): void {
    const { clock } = this.#deps;
    if (this.#lostMs !== undefined) this.#remember(clock.wallMs() - (clock.monotonicMs() - this.#lostMs));
  }

  /** Ends the measurement and the limits. */
  stop(): void {
    this.#isRunning = false;
    this.#isLong = false;
    this.#endWait();
  }

  #becomeLong(): void {
    this.#isLong = true;
    this.#deps.changed();
  }

  #delayMs(): number {
    return Math.max(0, this.#deps.deviceModel.integer(DELAY) ?? DEFAULT_DELAY_SECONDS) * 1000;
  }

  /** A moment ahead of now comes from another clock: nobody knows how long ago it was, so the limits come into force. */
  #elapsedSince(wallMs: number): number {
    const elapsedMs = this.#deps.clock.wallMs() - wallMs;
    return elapsedMs < 0 ? this.#delayMs() : elapsedMs;
  }

  #remember(wallMs: number): void {
    this.#isStored = true;
    this.#stored(this.#deps.store.lost(Math.floor(wallMs)));
  }

  #forget(): void {
    if (!this.#isStored) return;
    this.#isStored = false;
    this.#stored(this.#deps.store.back());
  }

  #stored(write: Promise<void>): void {
    const { log } = this.#deps;
    write.catch((error) => log.error("how long the CSMS has been gone could not be stored", { error }));
  }

  #endWait(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
