import { sameIdentifier } from "../kernel/identifier.ts";
import type { VariableKey } from "./device-model.ts";
import type { ReadText } from "./set-rule.ts";

/** A slot for a network connection profile is a component of its own, whose instance is the number of the slot. */
export const SLOT_COMPONENT = "NetworkConfiguration";

/**
 * The variables of a slot that this station uses: others configure the network, which is the operating
 * system's task.
 */
export const SLOT_VARIABLES = [
  "OcppCsmsUrl",
  "SecurityProfile",
  "OcppInterface",
  "OcppTransport",
  "MessageTimeout",
  "Identity",
  "BasicAuthPassword",
] as const;

export type SlotVariable = (typeof SLOT_VARIABLES)[number];
export type SlotValues = Readonly<Partial<Record<SlotVariable, string>>>;

/** The part of a network connection profile that other rules use. */
export interface ProfileSlot {
  readonly configurationSlot: number;
  readonly securityProfile: number;
}

export type SlotReading =
  | { readonly kind: "empty" }
  | { readonly kind: "unusable"; readonly reason: string }
  | { readonly kind: "usable"; readonly profile: ProfileSlot };

export function slotKey(slot: number | string, name: string): VariableKey {
  return { component: { name: SLOT_COMPONENT, instance: String(slot) }, variable: { name } };
}

export function isSlotComponent({ name }: VariableKey["component"]): boolean {
  return sameIdentifier(name, SLOT_COMPONENT);
}

/** Whether the station uses this variable of a slot. */
export function isSlotVariable(name: string): boolean {
  return SLOT_VARIABLES.some((used) => sameIdentifier(used, name));
}

/** Tells whether the values of a slot allow a connection attempt. */
export function readSlot(slot: string, text: ReadText): SlotReading {
  const read = (name: SlotVariable) => text(slotKey(slot, name));
  const url = read("OcppCsmsUrl");
  if (!url) return { kind: "empty" };
  const securityProfile = Number(read("SecurityProfile") || NaN);
  if (![0, 1, 2, 3].includes(securityProfile)) return unusable("its SecurityProfile is not 0, 1, 2 or 3");
  if ((read("OcppTransport") || "JSON") !== "JSON") return unusable("its OcppTransport is not JSON");
  const problem = urlProblem(url, securityProfile);
  if (problem !== undefined) return unusable(problem);
  return { kind: "usable", profile: { configurationSlot: Number(slot), securityProfile } };
}

/** What is wrong with the URL of a CSMS; `securityProfile` undefined: not known yet. */
export function urlProblem(text: string, securityProfile: number | undefined): string | undefined {
  const scheme = securityProfile !== undefined && securityProfile >= 2 ? "wss:" : "ws:";
  // Endpoints without scheme are completed from the security profile.
  const url = URL.parse(text.includes("://") ? text : `${scheme}//${text}`);
  if (!url || url.hostname === "") return "ocppCsmsUrl is not a URL";
  if (url.protocol !== "ws:" && url.protocol !== "wss:") return "ocppCsmsUrl is no ws:// or wss:// URL";
  if (securityProfile !== undefined && url.protocol !== scheme) {
    return `security profile ${securityProfile} needs a ${scheme}// URL`;
  }
  if (url.username !== "" || url.password !== "") return "ocppCsmsUrl contains credentials";
  if (url.hash !== "") return "ocppCsmsUrl contains a fragment";
  return undefined;
}

function unusable(reason: string): SlotReading {
  return { kind: "unusable", reason };
}
