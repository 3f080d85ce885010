import type { AttributeEnumType, ComponentType, MutabilityEnumType, VariableType } from "../ocpp/messages.ts";

/** The answer to `variables`: every variable of the station, in the order of the device model. */
export interface VariablesAnswer {
  readonly nowMs: number;
  readonly variables: readonly InspectedVariable[];
}

export interface InspectedVariable {
  readonly component: ComponentType;
  readonly variable: VariableType;
  readonly dataType: string;
  readonly unit?: string;
  readonly minLimit?: number;
  readonly maxLimit?: number;
  readonly valuesList?: string;
  readonly supportsMonitoring: boolean;
  /** Who owns the value, e.g. "OCPP" or "EVEREST". */
  readonly source: string;
  /** OCPP demands this variable of every station. */
  readonly isRequired: boolean;
  /** The source file that reads it; absent: it cannot be set, or is not standardized. */
  readonly readBy?: string;
  readonly takesEffect: TakesEffect;
  readonly attributes: readonly InspectedAttribute[];
}

/** `withNextConnection`: where it is set at the station; what the CSMS sets waits for the next boot. */
export type TakesEffect = "atOnce" | "afterReboot" | "withNextConnection" | "cannotBeSet";

export interface InspectedAttribute {
  readonly type: AttributeEnumType;
  readonly mutability: MutabilityEnumType;
  /** Absent: no value. Secrets are masked. */
  readonly value?: string;
  /** Who set the value; absent: the file's value holds. */
  readonly setBy?: string;
  /** Unix milliseconds; absent: not known. */
  readonly setMs?: number;
  /** The value of the file; secrets are masked. */
  readonly fileDefault?: string;
  /** True: set, and the file has another value. */
  readonly differs: boolean;
}

/** What `variables set` asks of the control socket, and the answer. */
export interface VariableSetting {
  readonly component: ComponentType;
  readonly variable: VariableType;
  readonly attributeType: AttributeEnumType;
  readonly attributeValue: string;
}

export interface VariableSetAnswer {
  /** OCPP's SetVariableStatusEnumType. */
  readonly status: string;
  /** Why it was refused. */
  readonly reason?: string;
  /** When, if the status does not say it. */
  readonly takesEffect?: TakesEffect;
}
