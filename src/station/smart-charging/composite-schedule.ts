import { type DeviceModel, variableKey } from "../../variables/device-model.ts";

/** What an EVSE may draw from a moment on; EVSE 0 is the charging station as a whole. */
export interface CompositeSchedule {
  readonly evseId: number;
  /** Floored to whole seconds. */
  readonly startMs: number;
  readonly durationSeconds: number;
  readonly unit: "A" | "W";
  readonly periods: readonly SchedulePeriod[];
}

export interface SchedulePeriod {
  /** Seconds from the start of the schedule. */
  readonly startSeconds: number;
  /** Amperes per phase or watts in total, by the schedule's unit. */
  readonly limit: number;
  /** Absent: direct current. */
  readonly numberPhases?: number;
}

/** What an EVSE, or the station (EVSE 0), is built for. */
export interface EvseRating {
  readonly amperes: number;
  readonly watts: number;
  readonly phases: number;
}

/** How schedules are asked for (module configuration). */
export interface ScheduleRequest {
  readonly durationSeconds: number;
  readonly unit: "A" | "W";
}

const DEFAULTS = {
  A: { key: variableKey("SmartChargingCtrlr", "CompositeScheduleDefaultLimitAmps"), limit: 48 },
  W: { key: variableKey("SmartChargingCtrlr", "CompositeScheduleDefaultLimitWatts"), limit: 33_120 },
} as const;
const RATE_UNIT = variableKey("SmartChargingCtrlr", "RateUnit");
const NUMBER_PHASES = variableKey("SmartChargingCtrlr", "CompositeScheduleDefaultNumberPhases");
const DEFAULT_NUMBER_PHASES = 3;

/**
 * The composite schedules of the station (EVSE 0) and of every EVSE. No charging profile can be set yet (block K), so
 * what no profile covers is all there is: the default limits of the device model, over the whole duration. The station
 * may draw what its EVSEs together may. None may draw more than it is built for.
 */
export function compositeSchedules(
  evses: number,
  request: ScheduleRequest,
  deviceModel: Pick<DeviceModel, "decimal" | "integer" | "list">,
  nowMs: number,
  ratings: ReadonlyMap<number, EvseRating>,
): readonly CompositeSchedule[] {
  const rateUnits = deviceModel.list(RATE_UNIT) ?? [];
  // A schedule in a unit that the station does not have fails, and what fails is left out.
  if (rateUnits.length > 0 && !rateUnits.includes(request.unit)) return [];
  const { key, limit } = DEFAULTS[request.unit];
  const ofEvse = deviceModel.decimal(key) ?? limit;
  const defaultPhases = deviceModel.integer(NUMBER_PHASES) ?? DEFAULT_NUMBER_PHASES;
  return Array.from({ length: evses + 1 }, (_, evseId) => {
    const rating = ratings.get(evseId);
    // A node that was built for nothing has not been configured: nobody could charge behind it.
    const most = (request.unit === "A" ? rating?.amperes : rating?.watts) || Infinity;
    const phases = isDirectCurrent(evseId, deviceModel) ? 0 : rating?.phases || defaultPhases;
    return {
      evseId,
      startMs: Math.floor(nowMs / 1000) * 1000,
      durationSeconds: request.durationSeconds,
      unit: request.unit,
      periods: [{
        startSeconds: 0,
        limit: Math.min(evseId === 0 ? ofEvse * evses : ofEvse, most),
        ...(phases === 0 ? {} : { numberPhases: phases }),
      }],
    };
  });
}

/** Part 2, §2.13: an EVSE without phases of alternating current. */
function isDirectCurrent(evseId: number, deviceModel: Pick<DeviceModel, "integer">): boolean {
  const supplyPhases = {
    component: { name: "EVSE", evse: { id: evseId } },
    variable: { name: "SupplyPhases" },
  };
  return evseId > 0 && deviceModel.integer(supplyPhases) === 0;
}
