import type { Clock, Timer } from "../../kernel/clock.ts";
import type { ChargingRateUnitEnumType } from "../../ocpp/messages.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import { allSchedules } from "./all-schedules.ts";
import type { CompositeSchedule } from "./composite-schedule.ts";
import type { ScheduleContext } from "./schedule-context.ts";
import { type EvseRating, readEvse, readStation, readSupplyVolts } from "./station-situation.ts";

export const SCHEDULE_TIMER = "smart-charging.schedules";

const RATE_UNIT = variableKey("SmartChargingCtrlr", "RateUnit");

/** Takes the limits that are in force. */
export interface LimitsPort {
  apply(schedules: readonly CompositeSchedule[]): void;
}

/** How schedules are asked for (module configuration). */
export interface ScheduleRequest {
  readonly durationSeconds: number;
  readonly unit: ChargingRateUnitEnumType;
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
  const { clock, deviceModel, limits, evses, request, intervalMs, ratings } = deps;
  let timer: Timer | undefined;
  let isRunning = false;

  function context(): ScheduleContext {
    return {
      profiles: new Map(),
      ignoredPurposes: new Set(),
      station: readStation(deviceModel, ratings.get(0)),
      evses: Array.from(
        { length: evses },
        (_, index) => readEvse(index + 1, deviceModel, ratings.get(index + 1)),
      ),
      supplyVolts: readSupplyVolts(deviceModel),
    };
  }

  /** A schedule in a unit that the station does not have fails, and what fails is left out. */
  function schedules(): readonly CompositeSchedule[] {
    const rateUnits = deviceModel.list(RATE_UNIT) ?? [];
    if (rateUnits.length > 0 && !rateUnits.includes(request.unit)) return [];
    return allSchedules(context(), { ...request, startSeconds: Math.floor(clock.wallMs() / 1000) });
  }

  function push(): void {
    if (!isRunning) return;
    limits.apply(schedules());
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
