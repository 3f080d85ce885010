import type { MonitorDefinition } from "../../variables/definition.ts";
import type { Component } from "../../variables/variable-index.ts";
import type { VariableKey } from "../../variables/device-model.ts";
import { componentId, variableId } from "../../variables/variable-id.ts";

/** A monitor that a component file defines. */
export interface FileMonitor extends VariableKey {
  /** Stable over restarts and over a changed value: variable, type and severity (N04.FR.10 makes them unique). */
  readonly fileMonitor: string;
  readonly definition: MonitorDefinition;
}

/** Every monitor of the component files, in their order. */
export function* fileMonitors(components: Iterable<Component>): Generator<FileMonitor, void> {
  for (const { component, variables } of components) {
    for (const { variable, monitors = [] } of variables) {
      for (const definition of monitors) {
        yield {
          component,
          variable,
          definition,
          fileMonitor: fileMonitorId({ component, variable }, definition),
        };
      }
    }
  }
}

/** What identifies a monitor of the component files. */
export function fileMonitorId(
  { component, variable }: VariableKey,
  { type, severity }: Pick<MonitorDefinition, "type" | "severity">,
): string {
  return `${componentId(component)}/${variableId(variable)}/${type}/${severity}`;
}
