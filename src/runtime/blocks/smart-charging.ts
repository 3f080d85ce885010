import {
  createEvChargingNeeds,
  type EvChargingNeeds,
} from "../../station/ev-charging-needs/ev-charging-needs.ts";
import type { CompositeSchedule } from "../../station/smart-charging/composite-schedule.ts";
import type { EvseRating } from "../../station/smart-charging/station-situation.ts";
import { createSmartChargingBlock } from "../../station/smart-charging/smart-charging-block.ts";
import type { TransactionsBlock } from "../../station/transactions/transactions-block.ts";
import type { BlockContext } from "../block-context.ts";

export interface SmartChargingDeps {
  readonly transactions: TransactionsBlock;
  /** By EVSE. */
  readonly ratings: ReadonlyMap<number, EvseRating>;
  /** Passes the limits on to EVerest. */
  applyLimits(schedules: readonly CompositeSchedule[]): void;
}

/** Block K: the limits of charging, and what EVs ask for. */
export function wireSmartCharging(context: BlockContext, deps: SmartChargingDeps): EvChargingNeeds {
  const { csms, deviceModel, layout, config, clock, log } = context;
  const smartCharging = createSmartChargingBlock({
    clock,
    deviceModel,
    transactions: deps.transactions,
    limits: { apply: (schedules) => deps.applyLimits(schedules) },
    ratings: deps.ratings,
    evses: layout.length,
    request: { durationSeconds: config.compositeScheduleDurationSeconds, unit: config.compositeScheduleUnit },
    intervalMs: config.compositeScheduleIntervalMs,
  });
  context.join({
    started: () => smartCharging.start(),
    ocppStopped: () => smartCharging.stop(),
    ocppStarted: () => smartCharging.start(),
    processEnds: () => smartCharging.stop(),
  });
  return createEvChargingNeeds({ csms, deviceModel, log: log("smart-charging") });
}
