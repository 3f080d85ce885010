import { type EnergySinks, pushLimits } from "../../bridge/energy-sinks.ts";
import type { Clock } from "../../kernel/clock.ts";
import {
  createSmartChargingBlock,
  type SmartChargingBlock,
} from "../../station/smart-charging/smart-charging-block.ts";
import type { TransactionsBlock } from "../../station/transactions/transactions-block.ts";
import type { DeviceModel } from "../../variables/device-model.ts";
import type { ModuleConfig } from "../module-config.ts";
import type { ProvidedInterfaces } from "../bus/provided-interfaces.ts";

export interface EnergyLimitsDeps {
  readonly clock: Clock;
  readonly deviceModel: DeviceModel;
  readonly transactions: TransactionsBlock;
  readonly config: ModuleConfig;
  readonly evses: number;
  readonly sinks: Extract<EnergySinks, { kind: "sinks" }>;
  readonly provided: ProvidedInterfaces;
  /** Under which name the limits are known to the energy management. */
  readonly moduleId: string;
}

/** Keeps EVerest's energy management and whoever listens at what the composite schedules allow. */
export function limitEnergy(deps: EnergyLimitsDeps): SmartChargingBlock {
  const { clock, deviceModel, transactions, config, provided, sinks } = deps;
  const smartCharging = createSmartChargingBlock({
    clock,
    deviceModel,
    transactions,
    limits: {
      apply(schedules) {
        provided.publishSchedules(schedules);
        pushLimits(schedules, sinks.byEvse, deps.moduleId);
      },
    },
    ratings: sinks.ratings,
    evses: deps.evses,
    request: { durationSeconds: config.compositeScheduleDurationSeconds, unit: config.compositeScheduleUnit },
    intervalMs: config.compositeScheduleIntervalMs,
  });
  smartCharging.start();
  return smartCharging;
}
