import type { Proposal } from "./set-rules.ts";
import { qualifiedName } from "./variable-rules.ts";

/** Variables that the station reads once, when it starts: a new value needs a reboot to work. */
const READ_AT_START: ReadonlySet<string> = new Set([
  // The order of the network profiles, and their content, count from the next boot on.
  "OCPPCommCtrlr.NetworkConfigurationPriority",
  "InternalCtrlr.NetworkConnectionProfiles",
].map((name) => name.toLowerCase()));

/** True when an accepted value works only after a reboot, which the CSMS learns as RebootRequired. */
export function worksAfterReboot({ component, variable, attribute }: Proposal): boolean {
  return attribute === "Actual" && READ_AT_START.has(qualifiedName(component, variable));
}
