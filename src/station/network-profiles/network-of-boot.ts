import { slotInUse } from "../connection/slot-in-use.ts";
import { lowestSecurityProfile, SECURITY_PROFILE } from "./downgrade.ts";
import { identifierKey } from "../../kernel/identifier.ts";
import { onActualChange } from "../../variables/actual-change.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import {
  type SetBy,
  type VariableChange,
  type VariableKey,
  variableKey,
} from "../../variables/device-model.ts";
import { isSlotComponent } from "../../variables/network-slots.ts";
import { sameVariable } from "../../variables/variable-id.ts";
import { type NetworkSettings, PRIORITY, type SlotConfiguration, storedNetwork } from "./network-settings.ts";

const PROFILE_LIST = variableKey("InternalCtrlr", "NetworkConnectionProfiles");
/** What besides the slots is read when the station boots, or when somebody at the station has changed it. */
const READ_AT_BOOT = [PRIORITY, PROFILE_LIST];
/** What counts of a slot, by the names of its variables as they are compared. */
const FIELDS: ReadonlyMap<string, Exclude<keyof SlotConfiguration, "slot">> = new Map(
  ([
    "ocppCsmsUrl",
    "securityProfile",
    "ocppTransport",
    "messageTimeout",
    "identity",
    "basicAuthPassword",
  ] as const).map((field) => [identifierKey(field), field]),
);
const IDENTITY = variableKey("SecurityCtrlr", "Identity");
const PASSWORD = variableKey("SecurityCtrlr", "BasicAuthPassword");

export interface NetworkOfBoot extends NetworkSettings {
  /** The station boots: what is stored counts from now on. */
  boot(): void;
}

/**
 * The profiles that the station booted with: what the CSMS stores waits for the next boot (B09, remark). At once count
 *
 * - what somebody at the station sets, who may be mending a connection that cannot be made;
 * - a new password or identity of the station, where the slot in use has its own;
 * - the end of the less secure profiles after a connection with a higher one.
 */
export function createNetworkOfBoot(deviceModel: StationDeviceModel): NetworkOfBoot {
  const stored = storedNetwork(deviceModel);
  let priority: readonly number[] = [];
  let bySlot: ReadonlyMap<number, SlotConfiguration> = new Map();

  function boot(): void {
    priority = stored.priority();
    takeOverAll();
  }

  /** Reads the slots as they are stored. */
  function takeOverAll(): void {
    const slots = stored.configurations().map((each) => [each.slot, each] as const);
    bySlot = new Map([...bySlot, ...slots]);
  }

  /** Only the variable that was set: what the CSMS has stored in the same slot goes on waiting for the next boot. */
  function changed({ key: { component, variable }, attribute, by }: VariableChange): void {
    if (attribute !== "Actual" || !isAtStation(by) || !isSlotComponent(component)) return;
    const field = FIELDS.get(identifierKey(variable.name));
    const now = stored.configurations().find(({ slot }) => String(slot) === component.instance);
    if (field === undefined || now === undefined) return;
    const { [field]: _, ...others } = bySlot.get(now.slot) ?? { slot: now.slot };
    const value = now[field];
    bySlot = new Map(bySlot).set(now.slot, { ...others, ...(value !== undefined && { [field]: value }) });
  }

  /** From now on the slot in use has what the whole station has. */
  function withoutOwn(name: "identity" | "basicAuthPassword"): void {
    const slot = slotInUse(undefined, deviceModel);
    const known = slot === undefined ? undefined : bySlot.get(slot);
    if (known === undefined) return;
    const { [name]: _, ...rest } = known;
    bySlot = new Map(bySlot).set(known.slot, rest);
  }

  function withoutLess(securityProfile: number): void {
    bySlot = new Map([...bySlot].filter(([, each]) => !((each.securityProfile ?? 0) < securityProfile)));
    priority = priority.filter((slot) => bySlot.has(slot));
  }

  boot();
  deviceModel.onChange(changed);
  onActualChange(deviceModel, READ_AT_BOOT, ({ by, key }) => {
    if (!isAtStation(by)) return;
    if (sameVariable(key, PRIORITY)) priority = stored.priority();
    else takeOverAll();
  });
  onActualChange(deviceModel, [IDENTITY], ({ by }) => {
    if (by !== "station") withoutOwn("identity");
  });
  onActualChange(deviceModel, [PASSWORD], () => withoutOwn("basicAuthPassword"));
  onActualChange(deviceModel, [SECURITY_PROFILE], ({ newValue }) => {
    withoutLess(lowestSecurityProfile(Number(newValue), deviceModel));
  });
  return {
    boot,
    configurations: () => [...bySlot.values()],
    priority: () => priority,
    messageTimeoutSeconds: (slot) => bySlot.get(slot)?.messageTimeout,
  };
}

/** Whether a change at the station counts with the next attempt to connect, and one of the CSMS with the next boot. */
export function countsWithNextConnection({ component, variable }: VariableKey): boolean {
  return isSlotComponent(component) ||
    READ_AT_BOOT.some((key) => sameVariable(key, { component, variable }));
}

/** People and other modules; not the CSMS, nor the station on its behalf. */
function isAtStation(by: SetBy): boolean {
  return by === "operator" || by === "everest";
}
