import type { ChargingRateUnitEnumType } from "../../ocpp/messages.ts";
import type { CompositeSchedule } from "./composite-schedule.ts";
import { ASSUMED_PHASES } from "./limit.ts";
import type { ScheduleContext, StationSituation } from "./schedule-context.ts";

/** What the schedule of an EVSE takes from the grid for a unit of its limits. */
export interface GridDemand {
  /** A limit of the schedule times this is the limit of the station's unit. */
  readonly factor: number;
  /** Phases of the grid that feed direct current. */
  readonly phases: number;
}

/**
 * Direct current comes from all phases of the grid: its watts are not the amperes of one phase. Losses are not counted.
 */
export function gridDemand(
  { evseId, unit }: Pick<CompositeSchedule, "evseId" | "unit">,
  asked: ChargingRateUnitEnumType,
  { evses, station, supplyVolts }: ScheduleContext,
): GridDemand {
  const phases = gridPhases(station);
  if (asked === "W" || evses[evseId - 1]?.current !== "DC") return { factor: 1, phases };
  // Amperes of direct current are watts at the supply voltage.
  return { factor: 1 / (phases * (unit === "W" ? supplyVolts : 1)), phases };
}

export function gridPhases({ current, phases = ASSUMED_PHASES }: StationSituation): number {
  return current === "DC" ? 1 : phases;
}
