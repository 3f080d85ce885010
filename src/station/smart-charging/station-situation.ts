import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import type {
  EvseSituation,
  LocalLimit,
  StationSituation,
  TransactionSituation,
} from "./schedule-context.ts";
import { supplyPhasesKey } from "./smart-charging-variables.ts";

/** What an EVSE, or the station (EVSE 0), is built for. */
export interface EvseRating {
  readonly amperes: number;
  readonly watts: number;
  readonly phases: number;
}

const DEFAULT_AMPERES = variableKey("SmartChargingCtrlr", "CompositeScheduleDefaultLimitAmps");
const DEFAULT_WATTS = variableKey("SmartChargingCtrlr", "CompositeScheduleDefaultLimitWatts");
const NUMBER_PHASES = variableKey("SmartChargingCtrlr", "CompositeScheduleDefaultNumberPhases");
const SUPPLY_VOLTAGE = variableKey("SmartChargingCtrlr", "SupplyVoltage");
/** What libocpp falls back to, so that a device model without these variables behaves as before. */
const FALLBACK = { amperes: 48, watts: 33_120, phases: 3, volts: 230 } as const;

type Variables = Pick<DeviceModel, "decimal" | "integer">;

/** `limits` are those in force besides what the equipment is built for. */
export function readStation(
  deviceModel: Variables,
  rating: EvseRating | undefined,
  limits: readonly LocalLimit[],
): StationSituation {
  const phases = deviceModel.integer(supplyPhasesKey(0)) ?? 0;
  return {
    current: currentOf(0, deviceModel),
    ...(phases > 0 ? { phases } : {}),
    localLimits: [...ratingLimits(rating), ...limits],
  };
}

export function readEvse(
  evseId: number,
  deviceModel: Variables,
  rating: EvseRating | undefined,
  limits: readonly LocalLimit[],
  transaction?: TransactionSituation,
): EvseSituation {
  return {
    evseId,
    current: currentOf(evseId, deviceModel),
    defaultLimit: {
      origin: "default",
      amperes: deviceModel.decimal(DEFAULT_AMPERES) ?? FALLBACK.amperes,
      watts: deviceModel.decimal(DEFAULT_WATTS) ?? FALLBACK.watts,
      numberPhases: rating?.phases || (deviceModel.integer(NUMBER_PHASES) ?? FALLBACK.phases),
    },
    localLimits: [...ratingLimits(rating), ...limits],
    ...(transaction === undefined ? {} : { transaction }),
  };
}

/** Never 0: it divides. */
export function readSupplyVolts(deviceModel: Variables): number {
  return deviceModel.decimal(SUPPLY_VOLTAGE) || FALLBACK.volts;
}

/** A node that was built for nothing has not been configured: no EV could charge behind it. */
function ratingLimits(rating: EvseRating | undefined): readonly LocalLimit[] {
  if (rating === undefined || (rating.amperes <= 0 && rating.watts <= 0)) return [];
  const { amperes, watts, phases } = rating;
  return [{
    origin: "rating",
    ...(amperes > 0 ? { amperes } : {}),
    ...(watts > 0 ? { watts } : {}),
    ...(phases > 0 ? { numberPhases: phases } : {}),
  }];
}

/** Of an EVSE, or of the station (0). */
function currentOf(evseId: number, deviceModel: Variables): "AC" | "DC" {
  return deviceModel.integer(supplyPhasesKey(evseId)) === 0 ? "DC" : "AC";
}
