import { type Clock, toTimestamp } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
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

export interface Timekeeper {
  /** A response with the time of the CSMS arrived `roundTripMs` after the request was sent. */
  csmsTimeReceived(currentTime: string, roundTripMs: number, rule: SettingRule): void;
}

/** Sets the clock of the system to the time of the CSMS if ClockCtrlr.TimeSource says so. */
export function createTimekeeper(deps: TimekeeperDeps): Timekeeper {
  const { deviceModel, log } = deps;

  async function setClock(wallMs: number, byMs: number, report: boolean): Promise<void> {
    if (!await deps.system.setSystemTime(toTimestamp(wallMs))) {
      return log.warning("the system refused the time of the CSMS", { byMs });
    }
    deps.clockSet();
    if (report) deps.raiseSecurityEvent("SettingSystemTime", `Adjusted by ${Math.round(byMs / 1000)} s`);
  }

  return {
    csmsTimeReceived(currentTime, roundTripMs, rule) {
      if (!usesCsmsTime(deviceModel)) return;
      const adjustment = adjustmentFor({ currentTime, roundTripMs, wallMs: deps.clock.wallMs() });
      if (!adjustment) return log.warning("the time of the CSMS cannot be read", { currentTime });
      if (!isWorthSetting(adjustment, { roundTripMs }, rule)) return;
      void setClock(adjustment.wallMs, adjustment.byMs, mustBeReported(adjustment, deviceModel));
    },
  };
}
