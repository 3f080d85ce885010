import type { ChargingRateUnitEnumType } from "../../ocpp/messages.ts";
import { allSchedules, budgetPerSchedule, compositeSchedule } from "./all-schedules.ts";
import type { ChargingProfile } from "./charging-profile.ts";
import type { CompositeSchedule, SchedulePeriod, ScheduleWindow } from "./composite-schedule.ts";
import { competitionOn, stationCompetition } from "./competing-profiles.ts";
import { currentOf, evseLeaders, leaderLimit } from "./evse-schedule.ts";
import type { Limit } from "./limit.ts";
import { judged, type LimitCandidate, type Limiter, limiterOf, type Overruled } from "./limit-reasons.ts";
import type { LeadingPeriod } from "./profile-stack.ts";
import { type ScheduleAnchor, standingAt } from "./profile-standing.ts";
import {
  anchorOf,
  type EvseSituation,
  limitOf,
  type LocalLimit,
  type ScheduleContext,
} from "./schedule-context.ts";
import { sumOfSchedules } from "./schedule-sum.ts";
import { stationLeaders } from "./station-schedule.ts";

/** More periods than this are not explained: the answer would be megabytes that no person reads. */
export const MAX_EXPLAINED_PERIODS = 1_000;

/** One period of a composite schedule, with the limits that were considered. */
export interface ExplainedPeriod extends SchedulePeriod {
  /** Those that decide first, then those that count; of a single moment also the rest. */
  readonly candidates: readonly LimitCandidate[];
}

/** A composite schedule with its reasons. */
export interface ExplainedSchedule {
  readonly schedule: CompositeSchedule;
  /** Those of the schedule. */
  readonly periods: readonly ExplainedPeriod[];
}

/** One moment, asked for at another. */
export interface AskedMoment {
  readonly atSeconds: number;
  readonly nowSeconds: number;
  readonly unit: ChargingRateUnitEnumType;
}

/**
 * The composite schedule of an EVSE, or of the station (0), with the limits that count in each period; undefined when there
 * is no such EVSE. Reasons cost no more than the schedule itself: the leading profiles are asked once for each period.
 */
export function explainedSchedule(
  evseId: number,
  context: ScheduleContext,
  window: ScheduleWindow,
): ExplainedSchedule | undefined {
  if (evseId === 0) {
    const [whole, ...evses] = allSchedules(context, window);
    const schedule = whole && readable(whole);
    return schedule && { schedule, periods: explainStation(schedule, evses, context, window) };
  }
  const evse = context.evses[evseId - 1];
  const whole = compositeSchedule(evseId, context, window);
  if (evse === undefined || whole === undefined) return undefined;
  const schedule = readable(whole);
  return { schedule, periods: explainEvse(evse, schedule, context, window) };
}

/** The limit of one moment with every limit that was considered: those that count, and why the others do not. */
export function explainedMoment(
  evseId: number,
  context: ScheduleContext,
  { atSeconds, nowSeconds, unit }: AskedMoment,
): ExplainedSchedule | undefined {
  const window = { startSeconds: atSeconds, durationSeconds: 0, unit, nowSeconds };
  const explained = explainedSchedule(evseId, context, window);
  if (explained === undefined) return undefined;
  const evse = context.evses[evseId - 1];
  const rest = evse === undefined
    ? restOfStation(context, atSeconds, nowSeconds)
    : restOfEvse(evse, context, atSeconds, window);
  const periods = explained.periods.map((period) => ({
    ...period,
    candidates: [...period.candidates, ...rest],
  }));
  return { ...explained, periods };
}

function readable(schedule: CompositeSchedule): CompositeSchedule {
  const firstLeftOut = schedule.periods[MAX_EXPLAINED_PERIODS];
  if (firstLeftOut === undefined) return schedule;
  return {
    ...schedule,
    durationSeconds: firstLeftOut.startSeconds,
    isCutShort: true,
    periods: schedule.periods.slice(0, MAX_EXPLAINED_PERIODS),
  };
}

interface Counting {
  readonly who: Limiter;
  readonly limit: Limit;
}

function explainEvse(
  evse: EvseSituation,
  { startSeconds, periods }: CompositeSchedule,
  context: ScheduleContext,
  window: ScheduleWindow,
): readonly ExplainedPeriod[] {
  const { unit } = window;
  const leadersAt = evseLeaders(evse, context, window, budgetPerSchedule(1));
  const local = evse.localLimits.map((each) => localPart(each, unit, evse.current));
  const fallback = localPart(evse.defaultLimit, unit, evse.current);
  return periods.map((period) => {
    const { own, shared } = leadersAt(startSeconds + period.startSeconds);
    const counting = [
      own === undefined ? fallback : leaderPart(own, evse.current),
      ...shared.map((leader) => leaderPart(leader, currentOf(leader.profile, evse, context))),
      ...local,
    ];
    return { ...period, candidates: sorted(judged(counting, unit, context.supplyVolts, evse.current)) };
  });
}

/** `evses` and the schedule are those of the same context. */
function explainStation(
  { startSeconds, durationSeconds, periods }: CompositeSchedule,
  evses: readonly CompositeSchedule[],
  context: ScheduleContext,
  window: ScheduleWindow,
): readonly ExplainedPeriod[] {
  const { station, supplyVolts } = context;
  const { unit } = window;
  const sum = sumOfSchedules(evses, { startSeconds, durationSeconds, unit }, context);
  const leadersAt = stationLeaders(context, window, budgetPerSchedule(1));
  const local = station.localLimits.map((each) => localPart(each, unit, station.current));
  return periods.map((period) => {
    const at = startSeconds + period.startSeconds;
    const together = sum.at(at);
    const demand = { value: together.limit, unit, numberPhases: together.numberPhases };
    const counting: readonly Counting[] = [
      { who: { kind: "evses" }, limit: demand },
      ...leadersAt(at).leaders.map((leader) => leaderPart(leader, station.current)),
      ...local,
    ];
    return { ...period, candidates: sorted(judged(counting, unit, supplyVolts, station.current)) };
  });
}

/** What does not count on an EVSE at a moment, and why. */
function restOfEvse(
  evse: EvseSituation,
  context: ScheduleContext,
  atSeconds: number,
  { unit, nowSeconds = atSeconds }: ScheduleWindow,
): readonly LimitCandidate[] {
  const { tx, txDefault, shared } = competitionOn(evse, context);
  const anchor = anchorOf(evse.transaction, nowSeconds);
  const currentFor = (profile: ChargingProfile) => currentOf(profile, evse, context);
  const ofTx = ranked(tx, atSeconds, anchor, () => evse.current);
  const ofDefault = ranked(txDefault, atSeconds, anchor, () => evse.current);
  const ofShared = shared.map((group) => ranked(group, atSeconds, anchor, currentFor));
  const overruledDefault = ofTx.leader.length === 0
    ? []
    : ofDefault.leader.map((part): LimitCandidate => ({ ...part, verdict: "txProfileGoesFirst" }));
  const unused: readonly LimitCandidate[] = ofTx.leader.length + ofDefault.leader.length === 0
    ? []
    : [{ ...localPart(evse.defaultLimit, unit, evse.current), verdict: "profileGoesFirst" }];
  return [
    ...ofTx.losers,
    ...overruledDefault,
    ...ofDefault.losers,
    ...ofShared.flatMap(({ losers }) => losers),
    ...foreignTransactions(evse, context),
    ...[evse.evseId, 0].flatMap((id) => ignoredOn(id, context))
      .map((profile) => overruled(profile, "ignoredOffline")),
    ...unused,
  ];
}

/** What does not count for the station as a whole at a moment, and why. */
function restOfStation(
  context: ScheduleContext,
  atSeconds: number,
  nowSeconds: number,
): readonly LimitCandidate[] {
  const anchor = anchorOf(undefined, nowSeconds);
  const groups = stationCompetition(context)
    .map((group) => ranked(group, atSeconds, anchor, () => context.station.current));
  const ignored = ignoredOn(0, context).filter(({ purpose }) => purpose !== "TxDefaultProfile");
  return [
    ...groups.flatMap(({ losers }) => losers),
    ...ignored.map((profile) => overruled(profile, "ignoredOffline")),
  ];
}

/** The first profile of a group that has a period, and what becomes of the others. */
function ranked(
  group: readonly ChargingProfile[],
  atSeconds: number,
  anchor: ScheduleAnchor,
  current: (profile: ChargingProfile) => "AC" | "DC",
): { readonly leader: readonly Counting[]; readonly losers: readonly LimitCandidate[] } {
  const leader: Counting[] = [];
  const losers: LimitCandidate[] = [];
  for (const profile of group) {
    const standing = standingAt(profile, atSeconds, anchor);
    const who = limiterOf(profile);
    if (standing.kind === "idle") {
      losers.push({ who, verdict: standing.why });
      continue;
    }
    const limit = leaderLimit({ profile, ...standing }, current(profile));
    if (leader.length === 0) leader.push({ who, limit });
    else losers.push({ who, limit, verdict: "lowerStackLevel" });
  }
  return { leader, losers };
}

function foreignTransactions(evse: EvseSituation, context: ScheduleContext): readonly LimitCandidate[] {
  const { transaction, evseId } = evse;
  if (context.ignoredPurposes.has("TxProfile")) return [];
  return (context.profiles.get(evseId) ?? [])
    .filter(({ purpose, transactionId }) => purpose === "TxProfile" && transactionId !== transaction?.id)
    .map((profile) => overruled(profile, transaction === undefined ? "noTransaction" : "otherTransaction"));
}

function ignoredOn(
  evseId: number,
  { profiles, ignoredPurposes }: ScheduleContext,
): readonly ChargingProfile[] {
  return (profiles.get(evseId) ?? []).filter(({ purpose }) => ignoredPurposes.has(purpose));
}

function overruled(profile: ChargingProfile, verdict: Overruled): LimitCandidate {
  return { who: limiterOf(profile), verdict };
}

function leaderPart(leader: LeadingPeriod, current: "AC" | "DC"): Counting {
  return { who: limiterOf(leader.profile), limit: leaderLimit(leader, current) };
}

function localPart(local: LocalLimit, unit: ChargingRateUnitEnumType, current: "AC" | "DC"): Counting {
  return { who: { kind: "local", origin: local.origin }, limit: limitOf(local, unit, current) };
}

function sorted(candidates: readonly LimitCandidate[]): readonly LimitCandidate[] {
  return [...candidates].sort((a, b) => Number(b.verdict === "decides") - Number(a.verdict === "decides"));
}
