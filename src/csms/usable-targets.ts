import type { LinkSettings } from "./link-settings.ts";
import { type ConnectionTarget, connectionTarget } from "./connection-target.ts";
import { type ProfileProblem, profilesOfConfigurations } from "./network-profiles.ts";

/** The usable connection targets, by configuration slot in order of priority. */
export interface UsableTargets {
  readonly targets: ReadonlyMap<number, ConnectionTarget>;
  /** The reasons why configured slots cannot be used. */
  readonly problems: readonly ProfileProblem[];
}

/** Applies priority and rules to the configured profiles. Total. */
export function usableTargets(settings: LinkSettings): UsableTargets {
  const configured = profilesOfConfigurations(settings.networkConfigurations);
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
    const check = connectionTarget(profile, {
      identity: settings.identity,
      basicAuthPassword: settings.basicAuthPassword,
      allowSecurityProfileZero: settings.allowSecurityLevelZeroConnections,
      minimumSecurityProfile: settings.securityProfile,
    });
    if (check.kind === "usable") targets.set(slot, check.target);
    else problems.push({ slot, fault: check.fault, reason: check.reason });
  }
  return { targets, problems };
}

function slotsByPriority(settings: LinkSettings, configured: number[]): readonly number[] {
  const priority = settings.networkConfigurationPriority;
  return priority.length > 0 ? [...new Set(priority)] : configured.sort((a, b) => a - b);
}
