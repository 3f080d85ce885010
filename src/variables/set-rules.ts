import type { AttributeEnumType } from "../ocpp/messages.ts";
import { type SetBy, type VariableKey, variableKey } from "./device-model.ts";
import { type ProfileSlot, readProfileSlots } from "./network-profiles.ts";
import { splitList } from "./value-rules.ts";
import { qualifiedName } from "./variable-rules.ts";
import type { Violation } from "./violation.ts";

/** A value that fits its variable and is about to be set. */
export interface Proposal extends VariableKey {
  readonly attribute: AttributeEnumType;
  readonly value: string;
  readonly by: SetBy;
}

/** A rule that looks at the rest of the device model. Further rules come from the blocks that know more. */
export type SetRule = (proposal: Proposal, text: ReadText) => Violation | undefined;

/** Present Actual value of another variable. */
export type ReadText = (key: VariableKey) => string | undefined;

const SECURITY_PROFILE = variableKey("SecurityCtrlr", "SecurityProfile");
const ALLOW_DOWNGRADE = variableKey("SecurityCtrlr", "AllowSecurityProfileDowngrade");
const PROFILES = variableKey("InternalCtrlr", "NetworkConnectionProfiles");
const PRIORITY = variableKey("OCPPCommCtrlr", "NetworkConfigurationPriority");

const RULES: ReadonlyMap<string, SetRule> = new Map(
  Object.entries({
    "OCPPCommCtrlr.NetworkConfigurationPriority": checkPriority,
    "InternalCtrlr.NetworkConnectionProfiles": checkProfiles,
    "SecurityCtrlr.SecurityProfile": checkSecurityProfile,
    "SecurityCtrlr.Identity": checkIdentity,
    "NetworkConfiguration.SecurityProfile": checkSlotSecurityProfile,
    "TxCtrlr.TxStartPoint": checkNotEmpty,
    "TxCtrlr.TxStopPoint": checkNotEmpty,
  }).map(([name, rule]) => [name.toLowerCase(), rule]),
);

/** The rules of the specification that reach beyond the variable itself; they concern Actual values only. */
export const standardRule: SetRule = (proposal, text) =>
  proposal.attribute === "Actual"
    ? RULES.get(qualifiedName(proposal.component, proposal.variable))?.(proposal, text)
    : undefined;

function checkPriority({ value, by }: Proposal, text: ReadText): Violation | undefined {
  const wanted = splitList(value);
  if (wanted.length === 0) return invalid("without a slot the station could never connect again");
  for (const entry of wanted) {
    const slots = storedSlots(entry, text);
    if (slots.length === 0) {
      return { reasonCode: "InvalidConfSlot", text: `no network profile is stored in slot ${entry}` };
    }
    const downgrade = by === "station" ? undefined : firstDowngrade(slots, text);
    if (downgrade) return downgrade;
  }
  return undefined;
}

/** The profiles that are stored in a slot, as NetworkConfigurationPriority names it. */
export function storedSlots(entry: string, text: ReadText): readonly ProfileSlot[] {
  return [...readProfileSlots(text(PROFILES) ?? "[]") ?? [], ...configuredSlot(entry, text)]
    .filter(({ configurationSlot }) => String(configurationSlot) === entry);
}

/** The same slot as EVerest since 2026 configures it: variables of component NetworkConfiguration. */
function configuredSlot(entry: string, text: ReadText): readonly ProfileSlot[] {
  const read = (name: string) =>
    text({ component: { name: "NetworkConfiguration", instance: entry }, variable: { name } });
  if (!read("OcppCsmsUrl")) return [];
  return [{ configurationSlot: Number(entry), securityProfile: Number(read("SecurityProfile") ?? 0) }];
}

function checkProfiles({ value, by }: Proposal, text: ReadText): Violation | undefined {
  const slots = readProfileSlots(value);
  if (slots === undefined) return invalid("it is not a JSON list of network connection profiles");
  if (new Set(slots.map(({ configurationSlot }) => configurationSlot)).size < slots.length) {
    return invalid("a configuration slot occurs twice");
  }
  const kept = new Set(slots.map(({ configurationSlot }) => String(configurationSlot)));
  const orphan = splitList(text(PRIORITY) ?? "")
    .find((entry) => !kept.has(entry) && configuredSlot(entry, text).length === 0);
  if (orphan !== undefined) return invalid(`NetworkConfigurationPriority still names slot ${orphan}`);
  return by === "station" ? undefined : firstDowngrade(slots, text);
}

function firstDowngrade(slots: readonly ProfileSlot[], text: ReadText): Violation | undefined {
  return slots.map((slot) => checkDowngrade(slot, text)).find((violation) => violation !== undefined);
}

function checkSlotSecurityProfile({ component, value, by }: Proposal, text: ReadText): Violation | undefined {
  if (by === "station") return undefined;
  return checkDowngrade(
    { configurationSlot: Number(component.instance), securityProfile: Number(value) },
    text,
  );
}

/** A05.FR.08 to FR.10 (errata 2025-01): never lower than now, but for 3 to 2 where that is allowed explicitly. */
function checkDowngrade(slot: ProfileSlot, text: ReadText): Violation | undefined {
  const current = Number(text(SECURITY_PROFILE) ?? 0);
  if (slot.securityProfile >= current) return undefined;
  if (text(ALLOW_DOWNGRADE) === "true" && slot.securityProfile === 2) return undefined;
  return {
    reasonCode: "NoSecurityDowngrade",
    text:
      `slot ${slot.configurationSlot} has security profile ${slot.securityProfile}, lower than ${current} now`,
  };
}

/** A00.FR.005: no message lowers the profile that is in use; the station itself records what it connected with. */
function checkSecurityProfile({ value, by }: Proposal, text: ReadText): Violation | undefined {
  const current = Number(text(SECURITY_PROFILE) ?? 0);
  if (by === "station" || Number(value) >= current) return undefined;
  return { reasonCode: "NoSecurityDowngrade", text: `the security profile is ${current} now` };
}

/** Part 2, §2.2.2: an identifierString, and without ":" as it is the user name of HTTP Basic authentication. */
function checkIdentity({ value }: Proposal): Violation | undefined {
  return /^[a-zA-Z0-9*_=+|@.-]{1,48}$/.test(value)
    ? undefined
    : invalid("it is not an identifierString of 1 to 48 characters without a colon");
}

function checkNotEmpty({ value }: Proposal): Violation | undefined {
  return splitList(value).length > 0
    ? undefined
    : invalid("without a point no transaction could start or end");
}

function invalid(text: string): Violation {
  return { reasonCode: "InvalidValue", text };
}
