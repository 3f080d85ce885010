import type { ChargingPeriod, ChargingProfile, ChargingSchedule } from "./charging-profile.ts";
import { type ProfileStanding, type ScheduleAnchor, standingAt } from "./profile-standing.ts";
import type { WorkBudget } from "./work-budget.ts";

/** The profile that leads its purpose, with the period that is running. */
export interface LeadingPeriod {
  readonly profile: ChargingProfile;
  readonly schedule: ChargingSchedule;
  readonly period: ChargingPeriod;
}

/** Highest stack level first. Where levels are equal, which the acceptance rules prevent, the EVSE's own and the newer id. */
export function byPrecedence(a: ChargingProfile, b: ChargingProfile): number {
  return b.stackLevel - a.stackLevel || b.evseId - a.evseId || b.id - a.id;
}

/**
 * The profiles of one purpose that compete for one EVSE. With moments that never go back, a profile is evaluated again
 * only at the end of its last answer, so that a schedule of any length costs one step per boundary.
 */
export class ProfileStack {
  readonly #profiles: readonly ChargingProfile[];
  readonly #anchor: ScheduleAnchor;
  readonly #standings: ProfileStanding[] = [];
  readonly #budget: WorkBudget;
  /** Until when the last answer holds. */
  untilSeconds = -Infinity;

  /** `profiles` in order of precedence. */
  constructor(profiles: readonly ChargingProfile[], anchor: ScheduleAnchor, budget: WorkBudget) {
    this.#profiles = profiles;
    this.#anchor = anchor;
    this.#budget = budget;
  }

  /** The leading profile; undefined where no profile has a period. Sets `untilSeconds`. */
  leaderAt(atSeconds: number): LeadingPeriod | undefined {
    this.untilSeconds = Infinity;
    for (let index = 0; index < this.#profiles.length; index++) {
      const profile = this.#profiles[index]!;
      const standing = this.#standing(index, profile, atSeconds);
      this.untilSeconds = Math.min(this.untilSeconds, standing.untilSeconds);
      if (standing.kind === "running") {
        return { profile, schedule: standing.schedule, period: standing.period };
      }
    }
    return undefined;
  }

  #standing(index: number, profile: ChargingProfile, atSeconds: number): ProfileStanding {
    this.#budget.spend();
    const known = this.#standings[index];
    if (known !== undefined && atSeconds < known.untilSeconds) return known;
    return this.#standings[index] = standingAt(profile, atSeconds, this.#anchor);
  }
}
