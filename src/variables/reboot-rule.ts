import type { Proposal } from "./set-rule.ts";
import { qualifiedName } from "./variable-rules.ts";

/**
 * Variables that the station reads only at start: a new value takes effect after a reboot. What the operator sets counts
 * with the next attempt to connect (`station/network-profiles/network-of-boot`).
 */
const READ_AT_START: ReadonlySet<string> = new Set([
  // The order of the network profiles and their content take effect at the next boot.
  "OCPPCommCtrlr.NetworkConfigurationPriority",
  "InternalCtrlr.NetworkConnectionProfiles",
].map((name) => name.toLowerCase()));

/** True when an accepted value takes effect only after a reboot; the CSMS is answered RebootRequired. */
export function worksAfterReboot({ component, variable, attribute, by }: Proposal): boolean {
  return attribute === "Actual" && by !== "operator" && READ_AT_START.has(qualifiedName(component, variable));
}
