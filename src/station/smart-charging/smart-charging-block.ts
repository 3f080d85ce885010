import type { Clock, Timer } from "../../kernel/clock.ts";
import type { DeviceModel } from "../../variables/device-model.ts";
import {
  type CompositeSchedule,
  compositeSchedules,
  type EvseRating,
  type ScheduleRequest,
} from "./composite-schedule.ts";

export const SCHEDULE_TIMER = "smart-charging.schedules";

/** Takes the limits that are in force. */
export interface LimitsPort {
  apply(schedules: readonly CompositeSchedule[]): void;
}

export interface SmartChargingDeps {
  readonly clock: Clock;
  readonly deviceModel: DeviceModel;
  readonly limits: LimitsPort;
  /** By EVSE, as far as somebody knows. */
  readonly ratings: ReadonlyMap<number, EvseRating>;
  /** Number of EVSEs. */
  readonly evses: number;
  readonly request: ScheduleRequest;
  /** 0: only when something has changed. */
  readonly intervalMs: number;
  readonly transactions: {
    onEvent(listener: (event: { readonly request: { readonly eventType: string } }) => void): void;
  };
}

export interface SmartChargingBlock {
  start(): void;
  stop(): void;
}

/**
 * Keeps the energy management at what the CSMS allows. Unchanged schedules are pushed again and again on purpose:
 * their window moves with time, and an energy node that was restarted has no other way to learn them.
 */
export function createSmartChargingBlock(deps: SmartChargingDeps): SmartChargingBlock {
  const { clock, deviceModel, limits, evses, request, intervalMs } = deps;
  let timer: Timer | undefined;
  let isRunning = false;

  function push(): void {
    if (!isRunning) return;
    limits.apply(compositeSchedules(evses, request, deviceModel, clock.wallMs(), deps.ratings));
    timer?.cancel();
    if (intervalMs > 0) timer = clock.setTimer(SCHEDULE_TIMER, intervalMs, push);
  }

  deviceModel.onChange(({ key, attribute }) => {
    const isDefault = key.component.name.toLowerCase() === "smartchargingctrlr" &&
      key.variable.name.toLowerCase().startsWith("compositescheduledefault");
    if (isDefault && attribute === "Actual") push();
  });
  // The profiles that apply depend on the transaction.
  deps.transactions.onEvent(({ request: { eventType } }) => {
    if (eventType !== "Updated") push();
  });

  return {
    start() {
      isRunning = true;
      push();
    },
    stop() {
      isRunning = false;
      timer?.cancel();
    },
  };
}
