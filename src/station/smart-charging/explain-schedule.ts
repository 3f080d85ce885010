import type { ChargingRateUnitEnumType } from "../../ocpp/messages.ts";
import { allSchedules, compositeSchedule } from "./all-schedules.ts";
import type { ChargingProfile } from "./charging-profile.ts";
import type { CompositeSchedule, SchedulePeriod, ScheduleWindow } from "./composite-schedule.ts";
import { competitionOn, stationCompetition } from "./competing-profiles.ts";
import { currentOf, leaderLimit } from "./evse-schedule.ts";
import type { Limit } from "./limit.ts";
import { judged, type LimitCandidate, type Limiter, limiterOf, type Overruled } from "./limit-reasons.ts";
import { type ScheduleAnchor, standingAt } from "./profile-standing.ts";
import {
  anchorOf,
  type EvseSituation,
  limitOf,
  type LocalLimit,
  type ScheduleContext,
} from "./schedule-context.ts";
import { sumOfSchedules } from "./schedule-sum.ts";

/** One period of a composite schedule, with every limit that was considered. */
export interface ExplainedPeriod extends SchedulePeriod {
  /** Those that decide first, then those that count, then the rest. */
  readonly candidates: readonly LimitCandidate[];
}

/** A composite schedule with its reasons. */
export interface ExplainedSchedule {
  readonly schedule: CompositeSchedule;
  /** Those of the schedule. */
  readonly periods: readonly ExplainedPeriod[];
}

/** The composite schedule of an EVSE, or of the station (0), and why it is so; undefined when there is no such EVSE. */
export function explainedSchedule(
  evseId: number,
  context: ScheduleContext,
  window: ScheduleWindow,
): ExplainedSchedule | undefined {
  if (evseId === 0) {
    const [schedule, ...evses] = allSchedules(context, window);
    return schedule && { schedule, periods: explainStation(schedule, evses, context) };
  }
  const evse = context.evses[evseId - 1];
  const schedule = compositeSchedule(evseId, context, window);
  return evse && schedule && { schedule, periods: explainEvse(evse, schedule, context) };
}

interface Counting {
  readonly who: Limiter;
  readonly limit: Limit;
}

/** Why the composite schedule of an EVSE is what it is. `schedule` is that of the same context. */
export function explainEvse(
  evse: EvseSituation,
  schedule: CompositeSchedule,
  context: ScheduleContext,
): readonly ExplainedPeriod[] {
  const { startSeconds, unit } = schedule;
  const anchor = anchorOf(evse.transaction, startSeconds);
  return schedule.periods.map((period) => {
    const parts = evseParts(evse, context, startSeconds + period.startSeconds, anchor);
    const local = evse.localLimits.map((each) => localPart(each, unit, evse.current));
    const own = parts.own.length > 0 ? parts.own : [localPart(evse.defaultLimit, unit, evse.current)];
    const unused: readonly LimitCandidate[] = parts.own.length > 0
      ? [{ ...localPart(evse.defaultLimit, unit, evse.current), verdict: "profileGoesFirst" }]
      : [];
    const counting = [...own, ...parts.shared, ...local];
    const candidates = judged(counting, unit, context.supplyVolts, evse.current);
    return { ...period, candidates: [...sorted(candidates), ...parts.losers, ...unused] };
  });
}

/** Why the composite schedule of the station is what it is. `evses` and `schedule` are those of the same context. */
export function explainStation(
  schedule: CompositeSchedule,
  evses: readonly CompositeSchedule[],
  context: ScheduleContext,
): readonly ExplainedPeriod[] {
  const { station, supplyVolts } = context;
  const { startSeconds, durationSeconds, unit } = schedule;
  const window: ScheduleWindow = { startSeconds, durationSeconds, unit };
  const sum = sumOfSchedules(evses, window, context);
  const anchor = anchorOf(undefined, startSeconds);
  return schedule.periods.map((period) => {
    const at = startSeconds + period.startSeconds;
    const together = sum.at(at);
    const demand = { value: together.limit, unit, numberPhases: together.numberPhases };
    const groups = stationCompetition(context).map((group) =>
      ranked(group, at, anchor, () => station.current)
    );
    const counting: readonly Counting[] = [
      { who: { kind: "evses" }, limit: demand },
      ...groups.flatMap(({ leader }) => leader),
      ...station.localLimits.map((each) => localPart(each, unit, station.current)),
    ];
    const ignored = ignoredOn(0, context).filter(({ purpose }) => purpose !== "TxDefaultProfile");
    return {
      ...period,
      candidates: [
        ...sorted(judged(counting, unit, supplyVolts, station.current)),
        ...groups.flatMap(({ losers }) => losers),
        ...ignored.map((profile) => overruled(profile, "ignoredOffline")),
      ],
    };
  });
}

interface EvseParts {
  /** TxProfile or TxDefaultProfile: at most one. */
  readonly own: readonly Counting[];
  readonly shared: readonly Counting[];
  readonly losers: readonly LimitCandidate[];
}

function evseParts(
  evse: EvseSituation,
  context: ScheduleContext,
  atSeconds: number,
  anchor: ScheduleAnchor,
): EvseParts {
  const { tx, txDefault, shared } = competitionOn(evse, context);
  const currentFor = (profile: ChargingProfile) => currentOf(profile, evse, context);
  const ofTx = ranked(tx, atSeconds, anchor, () => evse.current);
  const ofDefault = ranked(txDefault, atSeconds, anchor, () => evse.current);
  const ofShared = shared.map((group) => ranked(group, atSeconds, anchor, currentFor));
  const isTxFirst = ofTx.leader.length > 0;
  const overruledDefault = isTxFirst
    ? ofDefault.leader.map((part): LimitCandidate => ({ ...part, verdict: "txProfileGoesFirst" }))
    : [];
  return {
    own: isTxFirst ? ofTx.leader : ofDefault.leader,
    shared: ofShared.flatMap(({ leader }) => leader),
    losers: [
      ...ofTx.losers,
      ...overruledDefault,
      ...ofDefault.losers,
      ...ofShared.flatMap(({ losers }) => losers),
      ...foreignTransactions(evse, context),
      ...[evse.evseId, 0].flatMap((id) => ignoredOn(id, context))
        .map((profile) => overruled(profile, "ignoredOffline")),
    ],
  };
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

function localPart(local: LocalLimit, unit: ChargingRateUnitEnumType, current: "AC" | "DC"): Counting {
  return { who: { kind: "local", origin: local.origin }, limit: limitOf(local, unit, current) };
}

function sorted(candidates: readonly LimitCandidate[]): readonly LimitCandidate[] {
  return [...candidates].sort((a, b) => Number(b.verdict === "decides") - Number(a.verdict === "decides"));
}
