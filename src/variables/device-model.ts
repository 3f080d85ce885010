import type {
  AttributeEnumType,
  ComponentType,
  GetVariableDataType,
  GetVariableResultType,
  SetVariableDataType,
  SetVariableResultType,
  VariableType,
} from "../ocpp/messages.ts";

/** Names one variable of the device model. Names and instances compare case-insensitively. */
export interface VariableKey {
  readonly component: ComponentType;
  readonly variable: VariableType;
}

/**
 * Who sets a variable: the CSMS and the operator (a person at the station) must obey the mutability, the station itself
 * may write read-only variables.
 */
export type SetBy = "csms" | "operator" | "station" | "everest";

/** True for those who are bound to the rules of SetVariables. */
export function isBoundByMutability(by: SetBy): boolean {
  return by === "csms" || by === "operator";
}

/** A change of an attribute's value. */
export interface VariableChange {
  readonly key: VariableKey;
  readonly attribute: AttributeEnumType;
  readonly oldValue: string | undefined;
  readonly newValue: string;
  readonly by: SetBy;
}

/**
 * The device model as the station's blocks use it. Lookups never throw: a variable that is absent or does not
 * parse gives `undefined`, so the caller states its own default.
 */
export interface DeviceModel {
  text(key: VariableKey): string | undefined;
  integer(key: VariableKey): number | undefined;
  decimal(key: VariableKey): number | undefined;
  boolean(key: VariableKey): boolean | undefined;
  /** A SequenceList, MemberList or OptionList value split at commas, trimmed, empty entries dropped. */
  list(key: VariableKey): readonly string[] | undefined;

  /** GetVariables.req (B06), one result per request, in order. */
  getVariables(requests: readonly GetVariableDataType[]): Promise<readonly GetVariableResultType[]>;
  /** SetVariables.req (B05), one result per request, in order; persisted when the promise resolves. */
  setVariables(
    requests: readonly SetVariableDataType[],
    by: SetBy,
  ): Promise<readonly SetVariableResultType[]>;
  /**
   * Sets an Actual value from inside (live values such as AvailabilityState), read-only or not. Unknown variables
   * are reported in the log and ignored.
   */
  setActual(key: VariableKey, value: string): void;
  /** Called after every accepted set, also one that repeats the old value. Returns the unsubscribe function. */
  onChange(listener: (change: VariableChange) => void): () => void;
}

/** `{component: {name}, variable: {name}}`, the shape of nearly every lookup. */
export function variableKey(component: string, variable: string, instance?: string): VariableKey {
  return {
    component: { name: component },
    variable: instance === undefined ? { name: variable } : { name: variable, instance },
  };
}
