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
