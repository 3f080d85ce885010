import type { ProfileFault, ProfileProblem } from "../csms/network-profiles.ts";
import type { UsableTargets } from "../csms/usable-targets.ts";
import { type VariableKey, variableKey } from "../variables/device-model.ts";
import type { ComponentFiles } from "../variables/load-components.ts";
import { slotKey } from "../variables/network-slots.ts";
import { displayName, sameVariable } from "../variables/variable-id.ts";
import type { StoredValue } from "../variables/variable-store.ts";
import type { Finding } from "./finding.ts";
import { placeOfVariable } from "./variable-place.ts";

/** What the network profiles come from. */
export interface NetworkSources {
  readonly directory: string;
  readonly files: ComponentFiles;
  /** The database of set values, and what is in it. */
  readonly database: string;
  readonly stored: readonly StoredValue[];
  /** Entries of InternalCtrlr.NetworkConnectionProfiles that could not be read. */
  readonly listProblems: readonly string[];
}

const LIST = variableKey("InternalCtrlr", "NetworkConnectionProfiles");
const PRIORITY = variableKey("OCPPCommCtrlr", "NetworkConfigurationPriority");

/** Where a fault may have come from, the likeliest first, and what mends it. */
interface Remedy {
  variables(slot: number): readonly VariableKey[];
  instead(slot: number): string;
}

const urlRemedy = (instead: string): Remedy => ({
  variables: (slot) => [slotKey(slot, "OcppCsmsUrl"), LIST],
  instead: () => instead,
});
const profileRemedy = (instead: string): Remedy => ({
  variables: (slot) => [slotKey(slot, "SecurityProfile"), LIST],
  instead: () => instead,
});

const REMEDIES: Readonly<Record<ProfileFault, Remedy>> = {
  notConfigured: {
    variables: () => [PRIORITY],
    instead: (slot) =>
      `a file custom/NetworkConfiguration_${slot}.json with OcppCsmsUrl, SecurityProfile, Identity and ` +
      "BasicAuthPassword (the folder examples has one to copy), or slots that are configured",
  },
  securityProfileUnknown: profileRemedy("1 (password), 2 (TLS and password) or 3 (TLS and certificate)"),
  securityProfileForbidden: profileRemedy("1 (password), 2 (TLS and password) or 3 (TLS and certificate)"),
  securityProfileTooLow: profileRemedy(
    "a higher SecurityProfile of this slot, or a lower one in SecurityCtrlr",
  ),
  transportUnknown: {
    variables: (slot) => [slotKey(slot, "OcppTransport"), LIST],
    instead: () => "JSON",
  },
  urlUnusable: urlRemedy("a URL such as wss://csms.example.com/ocpp"),
  urlScheme: urlRemedy("ws://… with security profile 1, wss://… with 2 and 3"),
  urlWithCredentials: urlRemedy(
    "the URL without user and password: they are Identity and BasicAuthPassword of the station",
  ),
  urlWithFragment: urlRemedy("the URL without # and what follows it"),
  identityUnusable: {
    variables: (slot) => [slotKey(slot, "Identity"), variableKey("SecurityCtrlr", "Identity")],
    instead: () => "the name by which the CSMS knows the station: 1 to 48 characters without a colon",
  },
  passwordMissing: {
    variables: (slot) => [
      slotKey(slot, "BasicAuthPassword"),
      variableKey("SecurityCtrlr", "BasicAuthPassword"),
    ],
    instead: () => "the password that the CSMS has for this station, 16 to 64 characters, as its value",
  },
};

/** What keeps the station from its CSMS, each with the place that is to be edited. */
export function networkFindings(
  { targets, problems }: UsableTargets,
  sources: NetworkSources,
): readonly Finding[] {
  const outcome = targets.size > 0 ? "" : "; without another one the station never connects to a CSMS";
  const severity = targets.size > 0 ? "warning" : "error";
  const listed = sources.listProblems.map((problem): Finding => ({
    ...{ severity: "error", subject: "device model" },
    ...(placeOfVariable(sources.files, LIST) ?? { file: sources.directory }),
    text: `${displayName(LIST.component, LIST.variable)}: ${problem}`,
  }));
  const findings = problems.map((problem): Finding => ({
    ...{ severity, subject: "device model" },
    ...remedyOf(problem, sources),
    text: `the network profile in slot ${problem.slot} is not used: ${problem.reason}${outcome}`,
  }));
  if (targets.size > 0 || findings.length > 0) return [...listed, ...findings];
  return [...listed, {
    ...{ severity, subject: "device model", file: sources.directory },
    text: "there is no network profile: the station never connects to a CSMS",
    instead: REMEDIES.notConfigured.instead(1),
  }];
}

function remedyOf(
  { slot, fault }: ProfileProblem,
  { files, database, stored, directory }: NetworkSources,
): Pick<Finding, "file" | "position" | "instead"> {
  const { variables, instead } = REMEDIES[fault];
  for (const key of variables(slot)) {
    if (stored.some((value) => sameVariable(value, key))) {
      const name = displayName(key.component, key.variable);
      return { file: database, instead: `${instead(slot)}: OCPP201 variables set "${name}" …` };
    }
    const place = placeOfVariable(files, key);
    if (place !== undefined) return { ...place, instead: instead(slot) };
  }
  return { file: directory, instead: instead(slot) };
}
