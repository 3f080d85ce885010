import type { Clock, Timer } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import { OnceLog } from "../../kernel/once-log.ts";
import type { ChargingRateUnitEnumType } from "../../ocpp/messages.ts";
import { onActualChange } from "../../variables/actual-change.ts";
import type { DeviceModel } from "../../variables/device-model.ts";
import { WallAlarm } from "../wall-alarm.ts";
import { allSchedules, budgetPerSchedule } from "./all-schedules.ts";
import type { CompositeSchedule, ScheduleWindow } from "./composite-schedule.ts";
import { type ScheduleContext, withoutExternal } from "./schedule-context.ts";
import { shareOut } from "./share-out.ts";
import { rateUnits, SCHEDULE_INPUTS } from "./smart-charging-variables.ts";

export const SCHEDULE_TIMER = "smart-charging.schedules";
export const COVERAGE_TIMER = "smart-charging.coverage";

/** Receives the limits in force. */
export interface LimitsPort {
  /** Whether the energy management has a node for the whole station. */
  readonly stationNode: "connected" | "absent";
  /** Publishes the composite schedules of the station and of every EVSE. */
  publish(schedules: readonly CompositeSchedule[]): void;
  /** Limits the energy nodes. Without a node for the station, the EVSEs' limits never sum up to more than its. */
  apply(schedules: readonly CompositeSchedule[]): void;
  /** Cancels the retries of failed commands. */
  stop(): void;
}

/** How schedules are asked for (module configuration). */
export interface ScheduleRequest {
  readonly durationSeconds: number;
  readonly unit: ChargingRateUnitEnumType;
}

export interface SmartChargingDeps {
  readonly clock: Clock;
  readonly deviceModel: Pick<DeviceModel, "list" | "onChange">;
  readonly log: Logger;
  readonly limits: LimitsPort;
  readonly request: ScheduleRequest;
  /** 0: only when something has changed. */
  readonly intervalMs: number;
  /** The present input of schedules. */
  situation(): { readonly context: ScheduleContext; readonly nowSeconds: number };
  /** Called after a change of the input of schedules. */
  onChange(listener: () => void): void;
  /** Whether a transaction is open on the EVSE. */
  isInUse(evseId: number): boolean;
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
  const { clock, deviceModel, limits, request, intervalMs, log } = deps;
  let timer: Timer | undefined;
  let isRunning = false;
  const once = new OnceLog(log);
  // The last limit of a schedule stays in force after its end.
  const coverage = new WallAlarm(clock, COVERAGE_TIMER, push);

  function push(): void {
    if (!isRunning) return;
    const { context: whole, nowSeconds } = deps.situation();
    // External limits come from the energy management. Pushed back, they would outlive their source as limits of ours.
    const context = withoutExternal(whole);
    const window = { ...request, startSeconds: nowSeconds };
    const schedules = schedulesOf(context, window);
    limits.publish(schedules);
    limits.apply(limits.stationNode === "connected" ? schedules : sharedOut(schedules, context, window));
    timer?.cancel();
    if (intervalMs > 0) timer = clock.setTimer(SCHEDULE_TIMER, intervalMs, push);
    if (schedules.some(({ isCutShort }) => isCutShort)) {
      once.warning(
        "cut short",
        "the charging profiles change too often: schedules are shorter than configured",
        {},
      );
    }
    if (context.profiles.size > 0) coverage.set(endMs(schedules, window));
    else coverage.cancel();
  }

  /** A schedule in a unit that the station does not have fails, and what fails is left out. */
  function schedulesOf(context: ScheduleContext, window: ScheduleWindow): readonly CompositeSchedule[] {
    return rateUnits(deviceModel).includes(window.unit) ? allSchedules(context, window, "push") : [];
  }

  function sharedOut(
    [station, ...evses]: readonly CompositeSchedule[],
    context: ScheduleContext,
    window: ScheduleWindow,
  ): readonly CompositeSchedule[] {
    if (station === undefined) return [];
    const budget = budgetPerSchedule(evses.length, "push");
    return [station, ...shareOut(evses, (evseId) => deps.isInUse(evseId), context, window, budget)];
  }

  onActualChange(deviceModel, SCHEDULE_INPUTS, push);
  deps.onChange(push);

  return {
    start() {
      isRunning = true;
      if (limits.stationNode === "absent") {
        log.warning(
          "no energy sink is mapped to EVSE 0: limits of the station are shared out over its EVSEs",
        );
      }
      push();
    },
    stop() {
      isRunning = false;
      timer?.cancel();
      coverage.cancel();
      limits.stop();
    },
  };
}

/** Unix milliseconds; at least a second from now. */
function endMs(schedules: readonly CompositeSchedule[], window: ScheduleWindow): number {
  const shortest = Math.min(
    window.durationSeconds,
    ...schedules.map(({ durationSeconds }) => durationSeconds),
  );
  return (window.startSeconds + Math.max(1, shortest)) * 1000;
}
