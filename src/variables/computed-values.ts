import { type Clock, toTimestamp } from "../kernel/clock.ts";
import { type VariableKey, variableKey } from "./device-model.ts";
import { writeProfileList } from "./profile-list.ts";
import { isSlotComponent } from "./network-slots.ts";
import type { Component, VariableIndex } from "./variable-index.ts";

/**
 * Turns variables that repeat the value of another variable into values computed on every read. Setting them
 * has no effect.
 */
export function computeValues(index: VariableIndex, clock: Pick<Clock, "wallMs">): void {
  const actual = (key: VariableKey) => index.attribute(key, "Actual");
  const compute = (key: VariableKey, read: (configured: string | undefined) => string | undefined) => {
    const attribute = actual(key);
    if (attribute === undefined) return;
    const configured = attribute.value;
    Object.defineProperty(attribute, "value", { get: () => read(configured), set: () => {} });
  };
  const sameAs = (key: VariableKey) => (configured: string | undefined) => actual(key)?.value ?? configured;

  compute(variableKey("ClockCtrlr", "DateTime"), () => toTimestamp(clock.wallMs()));
  // Appendices, ChargingStation: as in BootNotification, whose fields EVerest configures in InternalCtrlr.
  compute(
    variableKey("ChargingStation", "Model"),
    sameAs(variableKey("InternalCtrlr", "ChargePointModel")),
  );
  compute(
    variableKey("ChargingStation", "VendorName"),
    sameAs(variableKey("InternalCtrlr", "ChargePointVendor")),
  );
  // EVerest's older form of the slots.
  compute(
    variableKey("InternalCtrlr", "NetworkConnectionProfiles"),
    () => writeProfileList(slotsOf(index), (key) => actual(key)?.value),
  );
}

/** Configuration slots, in the order of their components. */
export function slotsOf(model: { components(): Iterable<Pick<Component, "component">> }): readonly string[] {
  return [...model.components()]
    .filter(({ component }) => isSlotComponent(component))
    .map(({ component }) => component.instance ?? "");
}
