import type {
  AttributeEnumType,
  ComponentType,
  MutabilityEnumType,
  VariableCharacteristicsType,
  VariableType,
} from "../ocpp/messages.ts";
import type { MonitorSettings } from "./monitor-rules.ts";

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
  /** Monitors that the file puts on the variable. */
  readonly monitors?: readonly MonitorDefinition[];
  /** Who owns the value: one of the names below, or whatever a component file says. */
  readonly source: string;
}

export interface AttributeDefinition {
  readonly type: AttributeEnumType;
  readonly mutability: MutabilityEnumType;
  /** Holds until somebody sets the attribute; absent means unset. */
  readonly initial?: string;
}

/** A monitor of a component file; each type and severity at most once per variable. */
export interface MonitorDefinition extends MonitorSettings {
  readonly origin: "HardWiredMonitor" | "PreconfiguredMonitor";
  /** Delta: the value from which the first change counts; absent: the value at the first start. */
  readonly reference?: string;
}

/** This program's own storage. */
export const OCPP_SOURCE = "OCPP";
/** What the station's other modules tell of themselves while they run. */
export const EVEREST_SOURCE = "EVEREST";
/** How the station's other modules are configured. */
export const EVEREST_CONFIGURATION_SOURCE = "EVEREST configuration";
