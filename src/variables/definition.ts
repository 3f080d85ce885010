import type {
  AttributeEnumType,
  ComponentType,
  MutabilityEnumType,
  VariableCharacteristicsType,
  VariableType,
} from "../ocpp/messages.ts";
import type { MonitorSettings } from "./monitor-rules.ts";

/**
 * A component as its file or the station's layout defines it; values set at run time are stored elsewhere.
 */
export interface ComponentDefinition {
  readonly component: ComponentType;
  readonly variables: readonly VariableDefinition[];
  /** True: the folder `standardized` has a file of the component, so this program owns its values. */
  readonly isStandardized?: boolean;
}

export interface VariableDefinition {
  readonly variable: VariableType;
  readonly characteristics: VariableCharacteristicsType;
  /** At least one, each type at most once. */
  readonly attributes: readonly AttributeDefinition[];
  /** Monitors that the file defines for the variable. */
  readonly monitors?: readonly MonitorDefinition[];
  /** The owner of the value: one of the names below, or a name from a component file. */
  readonly source: string;
}

export interface AttributeDefinition {
  readonly type: AttributeEnumType;
  readonly mutability: MutabilityEnumType;
  /** Applies until the attribute is set; absent means unset. */
  readonly initial?: string;
}

/** A monitor of a component file; each type and severity at most once per variable. */
export interface MonitorDefinition extends MonitorSettings {
  readonly origin: "HardWiredMonitor" | "PreconfiguredMonitor";
  /** Delta: the reference value of the first change; absent: the value at the first start. */
  readonly reference?: string;
}

/** This program's own storage. */
export const OCPP_SOURCE = "OCPP";
/** Live values of the station's other modules. */
export const EVEREST_SOURCE = "EVEREST";
/** Configuration of the station's other modules. */
export const EVEREST_CONFIGURATION_SOURCE = "EVEREST configuration";
