import { sameIdentifier } from "../kernel/identifier.ts";

/** The names of one variable, as answers of the module carry them. */
export interface NamedVariable {
  readonly component: {
    readonly name: string;
    readonly instance?: string;
    readonly evse?: { readonly id: number; readonly connectorId?: number };
  };
  readonly variable: { readonly name: string; readonly instance?: string };
}

/** E.g. `EVSE[1].Power`, `Connector[1.1].AvailabilityState`, `DeviceDataCtrlr.ItemsPerMessage(GetReport)`. */
export function variableName({ component, variable }: NamedVariable): string {
  const { evse } = component;
  const place = evse === undefined
    ? ""
    : `[${[evse.id, evse.connectorId].filter((id) => id !== undefined).join(".")}]`;
  return `${withInstance(component)}${place}.${withInstance(variable)}`;
}

function withInstance({ name, instance }: { readonly name: string; readonly instance?: string }): string {
  return instance ? `${name}(${instance})` : name;
}

const COMPONENT = /^([^.()[\]]+)(?:\(([^()]*)\))?(?:\[(\d+)(?:\.(\d+))?\])?$/;
const VARIABLE = /^([^()]+)(?:\(([^()]*)\))?$/;

/** Reads what `variableName` writes; undefined for any other text. */
export function parseVariableName(text: string): NamedVariable | undefined {
  // A component's name has no dot, but its instance, in parentheses, may.
  const split = /^([^.([]+(?:\([^()]*\))?(?:\[[\d.]+\])?)\.(.+)$/.exec(text);
  const owner = COMPONENT.exec(split?.[1] ?? "");
  const own = VARIABLE.exec(split?.[2] ?? "");
  if (owner === null || own === null) return undefined;
  const [, name = "", instance, evseId, connectorId] = owner;
  const [, variable = "", variableInstance] = own;
  return {
    component: {
      name,
      ...(instance && { instance }),
      ...(evseId !== undefined && {
        evse: { id: Number(evseId), ...(connectorId !== undefined && { connectorId: Number(connectorId) }) },
      }),
    },
    variable: { name: variable, ...(variableInstance && { instance: variableInstance }) },
  };
}

/** Names compare without regard to case. */
export function sameName(one: NamedVariable, other: NamedVariable): boolean {
  return sameIdentifier(variableName(one), variableName(other));
}
