import { isJsonObject, parseJson } from "../kernel/json.ts";
import type { ReadText } from "./set-rule.ts";
import { readSlot, slotKey, type SlotValues, type SlotVariable } from "./network-slots.ts";

/** One entry of InternalCtrlr.NetworkConnectionProfiles, in the form of its slot. */
export interface ListedProfile {
  readonly slot: number;
  readonly securityProfile: number;
  readonly values: SlotValues;
}

export interface ProfileList {
  readonly profiles: readonly ListedProfile[];
  /** Why an entry, or the whole list, cannot be used. */
  readonly problems: readonly string[];
}

/** Reads InternalCtrlr.NetworkConnectionProfiles: a JSON list whose entries look like SetNetworkProfileRequest. Total. */
export function readProfileList(text: string): ProfileList {
  const json = parseJson(text);
  if (json.kind === "malformed") return { profiles: [], problems: [`it is not JSON: ${json.reason}`] };
  if (!Array.isArray(json.value)) return { profiles: [], problems: ["it is not a list"] };
  const profiles: ListedProfile[] = [];
  const problems: string[] = [];
  for (const [index, entry] of json.value.entries()) {
    const read = readEntry(entry);
    if (typeof read === "string") problems.push(`entry ${index + 1} ${read}`);
    else profiles.push(read);
  }
  return { profiles, problems };
}

function readEntry(entry: unknown): ListedProfile | string {
  if (!isJsonObject(entry)) return "is not an object";
  const { configurationSlot: slot, connectionData: data } = entry;
  if (!isInteger(slot) || slot < 0) return "has no whole configurationSlot";
  if (!isJsonObject(data)) return "has no connectionData";
  const { ocppCsmsUrl, securityProfile, messageTimeout } = data;
  if (typeof ocppCsmsUrl !== "string" || ocppCsmsUrl === "") return "has no ocppCsmsUrl";
  if (!isInteger(securityProfile) || securityProfile < 0 || securityProfile > 3) {
    return "has no securityProfile of 0 to 3";
  }
  const transport = data["ocppTransport"] ?? "JSON";
  if (transport !== "JSON") {
    return `has the ocppTransport ${JSON.stringify(transport)}; OCPP 2.0.1 has JSON only`;
  }
  const text = (value: unknown) => typeof value === "string" ? value : "";
  return {
    slot,
    securityProfile,
    values: {
      OcppCsmsUrl: ocppCsmsUrl,
      SecurityProfile: String(securityProfile),
      OcppInterface: text(data["ocppInterface"]) || "Any",
      OcppTransport: transport,
      MessageTimeout: String(isInteger(messageTimeout) && messageTimeout > 0 ? messageTimeout : 30),
      Identity: text(data["identity"]),
      BasicAuthPassword: text(data["basicAuthPassword"]),
    },
  };
}

/** The same list, computed from the usable slots. */
export function writeProfileList(slots: readonly string[], text: ReadText): string {
  const usable = slots.filter((slot) => readSlot(slot, text).kind === "usable");
  return JSON.stringify(usable.map((slot) => {
    const read = (name: SlotVariable) => text(slotKey(slot, name));
    return {
      configurationSlot: Number(slot),
      connectionData: {
        messageTimeout: Number(read("MessageTimeout") || 30),
        ocppCsmsUrl: read("OcppCsmsUrl"),
        ocppInterface: read("OcppInterface") || "Any",
        ocppTransport: "JSON",
        ocppVersion: "OCPP20",
        securityProfile: Number(read("SecurityProfile")),
      },
    };
  }));
}

function isInteger(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value);
}
