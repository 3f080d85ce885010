import { assertNever } from "../kernel/assert-never.ts";
import type { ExplainedPeriod, ExplainedSchedule } from "../station/smart-charging/explain-schedule.ts";
import type { LimitCandidate, Limiter, LimitVerdict } from "../station/smart-charging/limit-reasons.ts";

/** The answer to `schedule`: what an EVSE, or the station (0), may draw from now on, and why. */
export interface ScheduleAnswer extends ExplainedSchedule {
  readonly nowMs: number;
}

export type ExplainedPeriodAnswer = ExplainedPeriod;

/** E.g. `TxProfile 12 (stack level 3, EVSE 1)`. */
export function limiterText(who: Limiter): string {
  switch (who.kind) {
    case "profile": {
      const place = who.evseId === 0 ? "station" : `EVSE ${who.evseId}`;
      return `${who.purpose} ${who.profileId} (stack level ${who.stackLevel}, ${place})`;
    }
    case "local":
      return localText(who.origin);
    case "evses":
      return "what all EVSEs may draw together";
    default:
      return assertNever(who);
  }
}

function localText(origin: (Limiter & { kind: "local" })["origin"]): string {
  switch (origin) {
    case "rating":
      return "what the equipment is built for";
    case "csmsGone":
      return "limit while the CSMS is away (OfflineLimitAmps, OfflineLimitWatts)";
    case "default":
      return "default limit (CompositeScheduleDefaultLimitAmps or …Watts)";
    default:
      return assertNever(origin);
  }
}

/** The rule that gives a possible limit its part. */
export function ruleText(verdict: LimitVerdict): string {
  switch (verdict) {
    case "decides":
      return "decides: it is the lowest";
    case "higher":
      return "counts, but another one is lower";
    case "lowerStackLevel":
      return "overruled by a profile of the same purpose with a higher stack level";
    case "txProfileGoesFirst":
      return "overruled: a TxProfile goes before a TxDefaultProfile";
    case "profileGoesFirst":
      return "not used: a charging profile is in force";
    case "otherTransaction":
      return "not used: it is for another transaction";
    case "noTransaction":
      return "not used: there is no transaction";
    case "ignoredOffline":
      return "not used: its purpose does not count while the CSMS cannot be reached";
    case "notYetValid":
      return "not used: its validFrom has not come";
    case "noLongerValid":
      return "not used: its validTo has passed";
    case "notStarted":
      return "not used: its schedule has not started";
    case "durationOver":
      return "not used: the duration of its schedule is over";
    default:
      return assertNever(verdict);
  }
}

/** The possible limit as it was set, and as it was converted. */
export function candidateLimitText({ limit, converted }: LimitCandidate, unit: string): string {
  if (limit === undefined) return "";
  const own = `${rounded(limit.value)} ${limit.unit}`;
  if (converted?.by === undefined) return own;
  return `${own} = ${
    rounded(converted.value)
  } ${unit} (${converted.by.supplyVolts} V, ${converted.by.phases} phases)`;
}

/** E.g. `6 A, 3 phases`. */
export function periodLimitText({ limit, numberPhases }: ExplainedPeriod, unit: string): string {
  if (numberPhases === undefined) return `${limit} ${unit}`;
  return `${limit} ${unit}, ${numberPhases === 1 ? "1 phase" : `${numberPhases} phases`}`;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
