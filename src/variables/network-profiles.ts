import { isJsonObject, parseJson } from "../kernel/json.ts";

/** The part of a stored network connection profile that decides about its slot's rank. */
export interface ProfileSlot {
  readonly configurationSlot: number;
  readonly securityProfile: number;
}

/**
 * Reads InternalCtrlr.NetworkConnectionProfiles: a JSON list whose entries look like SetNetworkProfileRequest.
 * Undefined when the text is anything else.
 */
export function readProfileSlots(text: string): readonly ProfileSlot[] | undefined {
  const json = parseJson(text);
  if (json.kind === "malformed" || !Array.isArray(json.value)) return undefined;
  const slots: ProfileSlot[] = [];
  for (const entry of json.value) {
    if (!isJsonObject(entry) || !isJsonObject(entry["connectionData"])) return undefined;
    const { configurationSlot } = entry;
    const { securityProfile, ocppCsmsUrl } = entry["connectionData"];
    if (!isInteger(configurationSlot) || !isInteger(securityProfile) || typeof ocppCsmsUrl !== "string") {
      return undefined;
    }
    slots.push({ configurationSlot, securityProfile });
  }
  return slots;
}

function isInteger(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value);
}
