import { toTimestamp } from "../../kernel/clock.ts";
import { type EvseId, evseId as toEvseId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { RequestOf } from "../../ocpp/messages.ts";
import type { Csms } from "../ports/csms.ts";
import { compositeSchedule } from "./all-schedules.ts";
import type { ChargingProfile } from "./charging-profile.ts";
import type { CompositeSchedule } from "./composite-schedule.ts";
import type { ReportedChargingNeeds } from "./profile-context.ts";
import type { ScheduleSituation } from "./schedule-source.ts";

/** Duration of the report for a schedule without end; ISO 15118-2 negotiates a day at least. */
const DAY_SECONDS = 86_400;

export interface EvScheduleDeps {
  readonly csms: Csms;
  readonly log: Logger;
  chargingNeedsOn(evse: EvseId): ReportedChargingNeeds | undefined;
  situation(): ScheduleSituation;
}

/**
 * To be called when the answer to a profile is sent: reports the schedule that the EV will follow (K15.FR.19,
 * K16.FR.13). EVerest reports neither which of several schedules an EV chooses nor what it returns; only the choice of a
 * single schedule is certain.
 */
export async function reportEvSchedule(profile: ChargingProfile, deps: EvScheduleDeps): Promise<void> {
  const { csms, log } = deps;
  const request = evScheduleOf(profile, deps);
  if (request === undefined) return;
  const outcome = await csms.call("NotifyEVChargingSchedule", request);
  const answer = outcome.kind === "result" ? outcome.response.status : outcome.kind;
  log.info("the schedule of an EV was reported", { evseId: profile.evseId, answer });
}

function evScheduleOf(
  { purpose, evseId, schedules }: ChargingProfile,
  { chargingNeedsOn, situation }: EvScheduleDeps,
): RequestOf<"NotifyEVChargingSchedule"> | undefined {
  const [schedule, ...others] = schedules;
  if (purpose !== "TxProfile" || schedule === undefined || others.length > 0) return undefined;
  if (chargingNeedsOn(toEvseId(evseId)) === undefined) return undefined;
  const { context, nowSeconds } = situation();
  const durationSeconds = Math.min(schedule.durationSeconds, DAY_SECONDS);
  const window = { startSeconds: nowSeconds, durationSeconds, unit: schedule.unit };
  const composite = compositeSchedule(evseId, context, window);
  return composite && {
    evseId,
    timeBase: toTimestamp(composite.startSeconds * 1000),
    chargingSchedule: toChargingSchedule(schedule.id, composite),
  };
}

/** A schedule with more periods than there is room for ends where the first that is left out begins. */
function toChargingSchedule(
  id: number,
  { durationSeconds, unit, periods }: CompositeSchedule,
): RequestOf<"NotifyEVChargingSchedule">["chargingSchedule"] {
  return {
    id,
    duration: periods[MAX_PERIODS]?.startSeconds ?? durationSeconds,
    chargingRateUnit: unit,
    chargingSchedulePeriod: periods.slice(0, MAX_PERIODS).map(({ startSeconds: startPeriod, ...limit }) => ({
      startPeriod,
      ...limit,
    })),
  };
}

/** ChargingScheduleType.chargingSchedulePeriod. */
const MAX_PERIODS = 1024;
