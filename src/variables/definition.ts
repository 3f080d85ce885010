import type {
  AttributeEnumType,
  ComponentType,
  MutabilityEnumType,
  VariableCharacteristicsType,
  VariableType,
} from "../ocpp/messages.ts";

/** A component as its file or the station's layout defines it; values set at run time are kept elsewhere. */
export interface ComponentDefinition {
  readonly component: ComponentType;
  readonly variables: readonly VariableDefinition[];
}

export interface VariableDefinition {
  readonly variable: VariableType;
  readonly characteristics: VariableCharacteristicsType;
  /** At least one, each type at most once. */
  readonly attributes: readonly AttributeDefinition[];
  /** Who owns the value: "OCPP" is this program's own storage, "EVEREST" the station's other modules. */
  readonly source: string;
}

export interface AttributeDefinition {
  readonly type: AttributeEnumType;
  readonly mutability: MutabilityEnumType;
  /** Holds until somebody sets the attribute; absent means unset. */
  readonly initial?: string;
}

export const OCPP_SOURCE = "OCPP";
export const EVEREST_SOURCE = "EVEREST";
