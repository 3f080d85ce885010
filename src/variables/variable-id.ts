import { identifierKey } from "../kernel/identifier.ts";
import type { ComponentType, VariableType } from "../ocpp/messages.ts";
import type { VariableKey } from "./device-model.ts";

/**
 * Identity of a component or variable as one map key. Names and instances are identifierStrings and compare
 * without regard to case; an empty instance is no instance. Numbers and lengths come first, so that no two
 * pairs of texts give the same key.
 */
export function componentId({ name, instance, evse }: ComponentType): string {
  const place = evse === undefined ? "" : `${evse.id}.${evse.connectorId ?? ""}`;
  return `${place}/${pair(name, instance)}`;
}

/** Identity of a variable within its component. */
export function variableId({ name, instance }: VariableType): string {
  return pair(name, instance);
}

/** True when both keys name the same variable of the same component, EVSE and connector. */
export function sameVariable(one: VariableKey, other: VariableKey): boolean {
  return componentId(one.component) === componentId(other.component) &&
    variableId(one.variable) === variableId(other.variable);
}

/** Longest component name, variable name and instance (ComponentType, VariableType). */
export const MAX_IDENTIFIER_CHARACTERS = 50;

export function isIdentifier(value: unknown): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= MAX_IDENTIFIER_CHARACTERS;
}

/** What names a variable, without anything else that a message says beside it (`customData`). */
export function namesOf({ component, variable }: VariableKey): VariableKey {
  const { name, instance, evse } = component;
  return {
    component: {
      name,
      ...(instance !== undefined && { instance }),
      ...(evse !== undefined && {
        evse: { id: evse.id, ...(evse.connectorId !== undefined && { connectorId: evse.connectorId }) },
      }),
    },
    variable: {
      name: variable.name,
      ...(variable.instance !== undefined && { instance: variable.instance }),
    },
  };
}

/** For people: `EVSE[1].AvailabilityState`, `Connector[1.2].Available`, `DeviceDataCtrlr.ItemsPerMessage(GetReport)`. */
export function displayName(component: ComponentType, variable?: VariableType): string {
  const { evse } = component;
  const connector = evse?.connectorId === undefined ? "" : `.${evse.connectorId}`;
  const place = evse === undefined ? "" : `[${evse.id}${connector}]`;
  const owner = withInstance(component) + place;
  return variable === undefined ? owner : `${owner}.${withInstance(variable)}`;
}

function withInstance({ name, instance }: { readonly name: string; readonly instance?: string }): string {
  return instance ? `${name}(${instance})` : name;
}

function pair(name: string, instance: string | undefined): string {
  const nameKey = identifierKey(name);
  return `${nameKey.length}:${nameKey}:${identifierKey(instance)}`;
}
