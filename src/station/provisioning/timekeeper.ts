import { type Clock, toTimestamp } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import { OnceLog } from "../../kernel/once-log.ts";
import { dateTimeMs } from "../../kernel/date-time.ts";
import type { DeviceModel } from "../../variables/device-model.ts";
import type { SystemPort } from "../ports/system-port.ts";
import {
  adjustmentFor,
  isWorthSetting,
  mustBeReported,
  type SettingRule,
  usesCsmsTime,
} from "./time-sync.ts";

export interface TimekeeperDeps {
  readonly system: SystemPort;
  readonly deviceModel: DeviceModel;
  readonly clock: Clock;
  readonly log: Logger;
  raiseSecurityEvent(type: string, techInfo: string): void;
  /** Called when the system has set its clock. */
  clockSet(): void;
}

/** What the clock of the CSMS says now, reckoned from the last time that it gave `ageMs` ago. */
export interface CsmsTime {
  readonly nowMs: number;
  readonly ageMs: number;
}

export interface Timekeeper {
  /** A response with the time of the CSMS arrived `roundTripMs` after the request was sent. */
  csmsTimeReceived(currentTime: string, roundTripMs: number, rule: SettingRule): void;
  /** Undefined: the CSMS has given no readable time since the start. */
  csmsTime(): CsmsTime | undefined;
}

/** A clock that was set is this near to what it was set to. */
const SET_TOLERANCE_MS = 2_000;

/** Sets the clock of the system to the time of the CSMS if ClockCtrlr.TimeSource says so. */
export function createTimekeeper(deps: TimekeeperDeps): Timekeeper {
  const { clock, deviceModel, log } = deps;
  const once = new OnceLog(log);
  let sample: { readonly csmsMs: number; readonly monotonicMs: number } | undefined;

  async function setClock(wallMs: number, byMs: number, report: boolean): Promise<void> {
    const calledMs = clock.monotonicMs();
    if (!await deps.system.setSystemTime(toTimestamp(wallMs))) {
      return log.warning("the system refused the time of the CSMS", { byMs });
    }
    const offMs = Math.round(clock.wallMs() - wallMs - (clock.monotonicMs() - calledMs));
    if (Math.abs(offMs) > SET_TOLERANCE_MS) {
      once.warning("not set", "the system accepted the time of the CSMS, but its clock has not changed", {
        offMs,
      });
    }
    deps.clockSet();
    if (report) deps.raiseSecurityEvent("SettingSystemTime", `Adjusted by ${Math.round(byMs / 1000)} s`);
  }

  return {
    csmsTimeReceived(currentTime, roundTripMs, rule) {
      const csmsMs = dateTimeMs(currentTime);
      if (!Number.isNaN(csmsMs)) sample = { csmsMs, monotonicMs: clock.monotonicMs() };
      if (!usesCsmsTime(deviceModel)) return;
      const adjustment = adjustmentFor({ currentTime, roundTripMs, wallMs: clock.wallMs() });
      if (!adjustment) return log.warning("the time of the CSMS cannot be read", { currentTime });
      if (!isWorthSetting(adjustment, { roundTripMs }, rule)) return;
      void setClock(adjustment.wallMs, adjustment.byMs, mustBeReported(adjustment, deviceModel));
    },
    csmsTime() {
      if (sample === undefined) return undefined;
      const ageMs = Math.round(clock.monotonicMs() - sample.monotonicMs);
      return { nowMs: sample.csmsMs + ageMs, ageMs };
    },
  };
}
