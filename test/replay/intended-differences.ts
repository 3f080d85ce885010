import type { IntendedDifference } from "./explain.ts";
import { CHARGING_PROFILE_DIFFERENCES } from "./intended-charging-profiles.ts";
import { MESSAGE_DIFFERENCES } from "./intended-messages.ts";
import { MONITORING_DIFFERENCES } from "./intended-monitoring.ts";
import { MODULE_DIFFERENCES } from "./intended-module-traffic.ts";
import { REPORT_DIFFERENCES } from "./intended-reports.ts";

/**
 * Everything that our module says otherwise than the recorded one, and why. What is not here fails the replay, and so
 * does an entry that does not hold (any more).
 *
 * Sources: a requirement or type of part 2, a section of part 4 or 6; an interface or type of EVerest; a page of ours; or
 * the fact in words. `not part of this`: what we do not do; `end of recording`: the recorded system had died. The first
 * entry that fits explains a difference.
 */
export const INTENDED_DIFFERENCES: readonly IntendedDifference[] = [
  ...MONITORING_DIFFERENCES,
  ...CHARGING_PROFILE_DIFFERENCES,
  ...MODULE_DIFFERENCES,
  ...MESSAGE_DIFFERENCES,
  ...REPORT_DIFFERENCES,
];
