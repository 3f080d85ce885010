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
  /** Who owns the value: one of the names below, or whatever a component file says. */
  readonly source: string;
}

export interface AttributeDefinition {
  readonly type: AttributeEnumType;
  readonly mutability: MutabilityEnumType;
  /** Holds until somebody sets the attribute; absent means unset. */
  readonly initial?: string;
}

/** This program's own storage. */
export const OCPP_SOURCE = "OCPP";
/** What the station's other modules tell of themselves while they run. */
export const EVEREST_SOURCE = "EVEREST";
/** How the station's other modules are configured. */
export const EVEREST_CONFIGURATION_SOURCE = "EVEREST configuration";
