import { slotsOf } from "../../variables/computed-values.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { variableKey } from "../../variables/device-model.ts";
import { slotKey, type SlotVariable } from "../../variables/network-slots.ts";

export const PRIORITY = variableKey("OCPPCommCtrlr", "NetworkConfigurationPriority");

/** What is set in one slot (component NetworkConfiguration), whether or not it can be connected with. */
export interface SlotConfiguration {
  readonly slot: number;
  readonly ocppCsmsUrl?: string;
  readonly securityProfile?: number;
  readonly ocppTransport?: string;
  /** Seconds. */
  readonly messageTimeout?: number;
  readonly identity?: string;
  readonly basicAuthPassword?: string;
}

/** The network connection profiles and their order. */
export interface NetworkSettings {
  configurations(): readonly SlotConfiguration[];
  /** Slots in order of priority. */
  priority(): readonly number[];
  /** Of the profile in this slot; read for every CALL. */
  messageTimeoutSeconds(slot: number): number | undefined;
}

/** The profiles as they are stored: those that the next boot will use. */
export function storedNetwork(deviceModel: StationDeviceModel): NetworkSettings {
  return {
    configurations: () => storedSlots(deviceModel).map((slot) => storedConfiguration(deviceModel, slot)),
    priority: () => (deviceModel.list(PRIORITY) ?? []).map(Number).filter(Number.isInteger),
    messageTimeoutSeconds: (slot) => deviceModel.integer(slotKey(slot, "MessageTimeout")),
  };
}

function storedSlots(deviceModel: StationDeviceModel): readonly number[] {
  return slotsOf(deviceModel).map(Number).filter(Number.isInteger);
}

function storedConfiguration(deviceModel: StationDeviceModel, slot: number): SlotConfiguration {
  const text = (variable: SlotVariable) => deviceModel.text(slotKey(slot, variable)) || undefined;
  const integer = (variable: SlotVariable) => deviceModel.integer(slotKey(slot, variable));
  return withoutUndefined({
    slot,
    ocppCsmsUrl: text("OcppCsmsUrl"),
    securityProfile: integer("SecurityProfile"),
    ocppTransport: text("OcppTransport"),
    messageTimeout: integer("MessageTimeout"),
    identity: text("Identity"),
    basicAuthPassword: text("BasicAuthPassword"),
  });
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Defined<T>;
}
