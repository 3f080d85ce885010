import { variableKey } from "./device-model.ts";
import { readProfileList } from "./profile-list.ts";
import { isSlotComponent, type ProfileSlot, readSlot, urlProblem } from "./network-slots.ts";
import type { Proposal, ReadText, SetRule } from "./set-rule.ts";
import { characters, splitList } from "./value-rules.ts";
import { qualifiedName } from "./variable-rules.ts";
import type { SetViolation } from "./set-violation.ts";

const SECURITY_PROFILE = variableKey("SecurityCtrlr", "SecurityProfile");
const ALLOW_DOWNGRADE = variableKey("SecurityCtrlr", "AllowSecurityProfileDowngrade");
const ACTIVE_SLOT = variableKey("OCPPCommCtrlr", "ActiveNetworkProfile");
const ALLOW_ZERO = variableKey("InternalCtrlr", "AllowSecurityLevelZeroConnections");
/** A00.FR.205 (errata 2025-01): a password has at least 16 characters. */
const SHORTEST_PASSWORD = 16;
const PRIORITY = variableKey("OCPPCommCtrlr", "NetworkConfigurationPriority");

const RULES: ReadonlyMap<string, SetRule> = new Map(
  Object.entries({
    "OCPPCommCtrlr.NetworkConfigurationPriority": checkPriority,
    "InternalCtrlr.NetworkConnectionProfiles": checkProfiles,
    "SecurityCtrlr.SecurityProfile": checkSecurityProfile,
    "SecurityCtrlr.Identity": checkIdentity,
    "NetworkConfiguration.SecurityProfile": checkSlotSecurityProfile,
    "NetworkConfiguration.OcppCsmsUrl": checkSlotUrl,
    "NetworkConfiguration.Identity": checkSlotIdentity,
    "NetworkConfiguration.BasicAuthPassword": checkSlotPassword,
    "NetworkConfiguration.OcppTransport": checkSlotTransport,
    "TxCtrlr.TxStartPoint": checkNotEmpty,
    "TxCtrlr.TxStopPoint": checkNotEmpty,
  }).map(([name, rule]) => [name.toLowerCase(), rule]),
);

/** The rules of the specification that depend on other variables; they apply to Actual values only. */
export const standardRule: SetRule = (proposal, text) =>
  proposal.attribute === "Actual"
    ? checkSlotAccess(proposal, text) ??
      RULES.get(qualifiedName(proposal.component, proposal.variable))?.(proposal, text)
    : undefined;

function checkPriority({ value, by }: Proposal, text: ReadText): SetViolation | undefined {
  const wanted = splitList(value);
  if (wanted.length === 0) return invalid("without a slot the station could never connect again");
  const twice = wanted.find((entry, index) => wanted.indexOf(entry) !== index);
  if (twice !== undefined) return invalid(`slot ${twice} occurs twice`);
  for (const entry of wanted) {
    const slot = readSlot(entry, text);
    switch (slot.kind) {
      case "empty":
        // A file may name slots that the CSMS is to fill.
        if (by === "station") break;
        return { reasonCode: "InvalidConfSlot", text: `no network profile is stored in slot ${entry}` };
      case "unusable":
        // The station may list its own unusable slots; they are logged elsewhere.
        if (by === "station") break;
        return { reasonCode: "InvalidNetworkConf", text: `slot ${entry}: ${slot.reason}` };
      case "usable": {
        const downgrade = by === "station" ? undefined : checkDowngrade(slot.profile, text);
        if (downgrade) return downgrade;
      }
    }
  }
  return undefined;
}

function checkProfiles({ value, by }: Proposal, text: ReadText): SetViolation | undefined {
  const { profiles, problems } = readProfileList(value);
  if (problems.length > 0) {
    return invalid(`it is not a JSON list of network connection profiles: ${problems.join(", ")}`);
  }
  const slots = profiles.map(({ slot }) => String(slot));
  if (new Set(slots).size < slots.length) return invalid("a configuration slot occurs twice");
  const orphan = splitList(text(PRIORITY) ?? "").find((entry) => !slots.includes(entry));
  if (orphan !== undefined) return invalid(`NetworkConfigurationPriority still names slot ${orphan}`);
  for (const { slot, values, securityProfile } of profiles) {
    const reading = readSlot(String(slot), ({ variable }) => values[variable.name as keyof typeof values]);
    if (reading.kind === "unusable") {
      return { reasonCode: "InvalidNetworkConf", text: `slot ${slot}: ${reading.reason}` };
    }
    const profile = { configurationSlot: slot, securityProfile };
    const downgrade = by === "station" ? undefined : checkDowngrade(profile, text);
    if (downgrade) return downgrade;
  }
  return undefined;
}

/**
 * Which variables of a slot may be set. A slot that is in use, or will be, is changed only by
 * SetNetworkProfile: a partial change could disconnect the station for good.
 */
function checkSlotAccess({ component, by }: Proposal, text: ReadText): SetViolation | undefined {
  if (!isSlotComponent(component) || by !== "csms") return undefined;
  const slot = component.instance ?? "";
  const isWanted = splitList(text(PRIORITY) ?? "").includes(slot);
  if (!isWanted && text(ACTIVE_SLOT) !== slot) return undefined;
  return {
    reasonCode: "PriorityNetworkConf",
    text: `slot ${slot} is in use or in NetworkConfigurationPriority`,
  };
}

function checkSlotUrl({ value, by }: Proposal): SetViolation | undefined {
  const problem = value === "" || by === "station" ? undefined : urlProblem(value, undefined);
  return problem === undefined ? undefined : { reasonCode: "InvalidNetworkConf", text: problem };
}

function checkSlotTransport({ value }: Proposal): SetViolation | undefined {
  return value === "JSON"
    ? undefined
    : { reasonCode: "InvalidNetworkConf", text: `${value} is no transport of OCPP 2.0.1` };
}

function checkSlotIdentity(proposal: Proposal): SetViolation | undefined {
  return proposal.value === "" ? undefined : checkIdentity(proposal);
}

function checkSlotPassword({ value }: Proposal): SetViolation | undefined {
  return value === "" || characters(value) >= SHORTEST_PASSWORD
    ? undefined
    : invalid(`it has less than ${SHORTEST_PASSWORD} characters`);
}

function checkSlotSecurityProfile(
  { component, value, by }: Proposal,
  text: ReadText,
): SetViolation | undefined {
  if (by === "station") return undefined;
  if (value === "0" && text(ALLOW_ZERO) !== "true") {
    return { reasonCode: "InvalidNetworkConf", text: "security profile 0 is not allowed" };
  }
  return checkDowngrade(
    { configurationSlot: Number(component.instance), securityProfile: Number(value) },
    text,
  );
}

/** Never lower than the current profile, except from 3 to 2 where that is allowed explicitly. */
function checkDowngrade(slot: ProfileSlot, text: ReadText): SetViolation | undefined {
  const current = Number(text(SECURITY_PROFILE) ?? 0);
  if (slot.securityProfile >= current) return undefined;
  if (text(ALLOW_DOWNGRADE) === "true" && slot.securityProfile === 2) return undefined;
  return {
    reasonCode: "NoSecurityDowngrade",
    text:
      `slot ${slot.configurationSlot} has security profile ${slot.securityProfile}, lower than ${current} now`,
  };
}

/** No message lowers the current profile; the station itself records the profile it connected with. */
function checkSecurityProfile({ value, by }: Proposal, text: ReadText): SetViolation | undefined {
  const current = Number(text(SECURITY_PROFILE) ?? 0);
  if (by === "station" || Number(value) >= current) return undefined;
  return { reasonCode: "NoSecurityDowngrade", text: `the security profile is ${current} now` };
}

/** Part 2, §2.2.2: an identifierString, and without ":" as it is the user name of HTTP Basic authentication. */
function checkIdentity({ value }: Proposal): SetViolation | undefined {
  return /^[a-zA-Z0-9*_=+|@.-]{1,48}$/.test(value)
    ? undefined
    : invalid("it is not an identifierString of 1 to 48 characters without a colon");
}

function checkNotEmpty({ value }: Proposal): SetViolation | undefined {
  return splitList(value).length > 0
    ? undefined
    : invalid("without a point no transaction could start or end");
}

function invalid(text: string): SetViolation {
  return { reasonCode: "InvalidValue", text };
}
