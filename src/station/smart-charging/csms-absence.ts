import type { Clock, Timer } from "../../kernel/clock.ts";
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

/** Whether the CSMS has been away for so long that the limits for this case are in force. */
export class CsmsAbsence {
  readonly #clock: Clock;
  readonly #deviceModel: Pick<DeviceModel, "integer">;
  readonly #changed: () => void;
  #timer: Timer | undefined;
  #isLong = false;
  #isRunning = false;

  /** `changed` is called when the limits come into force and when they are over. */
  constructor(clock: Clock, deviceModel: Pick<DeviceModel, "integer">, changed: () => void) {
    this.#clock = clock;
    this.#deviceModel = deviceModel;
    this.#changed = changed;
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
    const delaySeconds = this.#deviceModel.integer(DELAY) ?? DEFAULT_DELAY_SECONDS;
    this.#timer = this.#clock.setTimer(ABSENCE_TIMER, Math.max(0, delaySeconds) * 1000, () => {
      this.#timer = undefined;
      this.#isLong = true;
      this.#changed();
    });
  }

  connected(): void {
    this.#endWait();
    if (!this.#isLong) return;
    this.#isLong = false;
    this.#changed();
  }

  /** Ends the measurement and the limits. */
  stop(): void {
    this.#isRunning = false;
    this.#isLong = false;
    this.#endWait();
  }

  #endWait(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
