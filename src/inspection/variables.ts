import type { AttributeEnumType, ComponentType, MutabilityEnumType, VariableType } from "../ocpp/messages.ts";

/** The answer to `variables`: every variable that meets the filter, in the order of the device model. */
export interface VariablesAnswer {
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
  readonly attributes: readonly InspectedAttribute[];
}

export interface InspectedAttribute {
  readonly type: AttributeEnumType;
  readonly mutability: MutabilityEnumType;
  /** Absent: no value, or write-only. */
  readonly value?: string;
  /** Who set the value; absent: the file's value holds. */
  readonly setBy?: string;
  /** The value of the file. */
  readonly fileDefault?: string;
  /** True: set, and the file has another value. */
  readonly differs: boolean;
}
