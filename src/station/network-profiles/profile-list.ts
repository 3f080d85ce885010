import { isJsonObject, parseJson } from "../../kernel/json.ts";
import type { NetworkConnectionProfileType } from "../../ocpp/messages.ts";

type Entry = Readonly<Record<string, unknown>>;

/** InternalCtrlr.NetworkConnectionProfiles with this profile in its slot; whatever was there before is replaced. */
export function withProfile(text: string, slot: number, profile: NetworkConnectionProfileType): string {
  const entry = { configurationSlot: slot, connectionData: profile };
  return JSON.stringify([...entries(text).filter((other) => other["configurationSlot"] !== slot), entry]);
}

/** The same without the profiles that are less secure than `lowest`. */
export function withoutLower(text: string, lowest: number): string {
  return JSON.stringify(entries(text).filter((entry) => securityProfileOf(entry) >= lowest));
}

function securityProfileOf({ connectionData }: Entry): number {
  return isJsonObject(connectionData) ? Number(connectionData["securityProfile"]) : NaN;
}

function entries(text: string): Entry[] {
  const json = parseJson(text);
  return json.kind !== "malformed" && Array.isArray(json.value) ? json.value.filter(isJsonObject) : [];
}
