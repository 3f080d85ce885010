import type { LinkSettings } from "./link-settings.ts";
import { type ConnectionTarget, connectionTarget } from "./connection-target.ts";
import { type ProfileProblem, profilesOfConfigurations } from "./network-profiles.ts";

/** The usable connection targets, by configuration slot in order of priority. */
export interface UsableTargets {
  readonly targets: ReadonlyMap<number, ConnectionTarget>;
  /** That of the last successful connection, which the priority list does not name any more (B10.FR.07). */
  readonly fallback?: ConnectionTarget;
  /** The reasons why configured slots cannot be used. */
  readonly problems: readonly ProfileProblem[];
}

/** Applies priority and rules to the configured profiles. Total. */
export function usableTargets(settings: LinkSettings): UsableTargets {
  const configured = profilesOfConfigurations(settings.networkConfigurations);
  const rules = {
    identity: settings.identity,
    basicAuthPassword: settings.basicAuthPassword,
    allowSecurityProfileZero: settings.allowSecurityLevelZeroConnections,
    minimumSecurityProfile: settings.securityProfile,
  };
  const bySlot = new Map(configured.profiles.map((profile) => [profile.slot, profile]));
  const problems: ProfileProblem[] = [...configured.problems];
  const explained = new Set(problems.map(({ slot }) => slot));
  const targets = new Map<number, ConnectionTarget>();
  for (const slot of slotsByPriority(settings, [...bySlot.keys()])) {
    const profile = bySlot.get(slot);
    if (!profile) {
      if (explained.has(slot)) continue;
      problems.push({ slot, fault: "notConfigured", reason: "the slot is not configured" });
      continue;
    }
    const check = connectionTarget(profile, rules);
    if (check.kind === "usable") targets.set(slot, check.target);
    else problems.push({ slot, fault: check.fault, reason: check.reason });
  }
  const last = settings.activeNetworkProfile;
  const lastProfile = last === undefined || targets.has(last) ? undefined : bySlot.get(last);
  const fallback = lastProfile && connectionTarget(lastProfile, rules);
  return { targets, problems, ...(fallback?.kind === "usable" ? { fallback: fallback.target } : {}) };
}

function slotsByPriority(settings: LinkSettings, configured: number[]): readonly number[] {
  const priority = settings.networkConfigurationPriority;
  return priority.length > 0 ? [...new Set(priority)] : configured.sort((a, b) => a - b);
}
