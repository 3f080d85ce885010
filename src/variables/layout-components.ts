import type { ComponentType, VariableCharacteristicsType } from "../ocpp/messages.ts";
import { type ComponentDefinition, EVEREST_SOURCE, type VariableDefinition } from "./definition.ts";
import { componentId, variableId } from "./variable-id.ts";

/** The physical layout of the station as EVerest configures it: EVSE ids 1..n, connectors 1..m each. */
export interface Layout {
  readonly id: number;
  readonly connectors: readonly { readonly id: number; readonly type?: string }[];
}

/**
 * The value that EVerest's own module reports until the EVSE publishes its id; it has the required length.
 */
const UNKNOWN_EVSE_ID = "DEFAULT_EVSE_ID";
const AVAILABILITY_STATES = "Available,Occupied,Reserved,Unavailable,Faulted";

export interface PlacedComponents {
  readonly components: readonly ComponentDefinition[];
  /** Configured EVSEs and connectors that the station does not have, for the log. */
  readonly leftOut: readonly ComponentType[];
}

/**
 * Adds the required variables of every EVSE and connector (part 2, §2.13) to the configured components, with
 * values that the station fills in while it runs. A definition in a file overrides a generated one, except
 * for the connector types, which the hardware reports. Configured EVSEs and connectors that the station does
 * not have, or that carry an instance name, are left out: the CSMS must not see connectors that do not exist.
 */
export function withLayout(
  configured: readonly ComponentDefinition[],
  layout: readonly Layout[],
): PlacedComponents {
  const merged = new Map<string, ComponentDefinition>();
  const generated = generate(layout);
  const places = new Set(generated.map(({ component }) => componentId(component)));
  const leftOut: ComponentType[] = [];
  for (const definition of configured) {
    const id = componentId(definition.component);
    const isThere = isPlace(definition) ? places.has(id) : isAt(layout, definition.component);
    if (isThere) merged.set(id, definition);
    else leftOut.push(definition.component);
  }
  for (const definition of generated) {
    const id = componentId(definition.component);
    merged.set(id, fillIn(merged.get(id), definition));
  }
  return { components: [...merged.values()], leftOut };
}

function isPlace({ component }: ComponentDefinition): boolean {
  return /^(?:evse|connector)$/i.test(component.name);
}

/** Whether the station has the EVSE and the connector that the component belongs to. */
function isAt(layout: readonly Layout[], { evse }: ComponentType): boolean {
  if (evse === undefined) return true;
  const place = layout.find(({ id }) => id === evse.id);
  const { connectorId } = evse;
  return place !== undefined &&
    (connectorId === undefined || place.connectors.some(({ id }) => id === connectorId));
}

function fillIn(
  configured: ComponentDefinition | undefined,
  generated: ComponentDefinition,
): ComponentDefinition {
  if (configured === undefined) return generated;
  const known = new Set(configured.variables.map(({ variable }) => variableId(variable)));
  const missing = generated.variables.filter(({ variable }) => !known.has(variableId(variable)));
  const variables = configured.variables.map((variable) => {
    const initial = generated.variables.find((candidate) => isSame(candidate, variable))?.attributes[0]
      ?.initial;
    return isSame(variable, CONNECTOR_TYPE) && initial !== undefined
      ? withInitial(variable, initial)
      : variable;
  });
  return { ...configured, variables: [...variables, ...missing] };
}

const CONNECTOR_TYPE = { variable: { name: "ConnectorType" } };

function isSame(
  one: Pick<VariableDefinition, "variable">,
  other: Pick<VariableDefinition, "variable">,
): boolean {
  return variableId(one.variable) === variableId(other.variable);
}

function withInitial(definition: VariableDefinition, initial: string): VariableDefinition {
  const attributes = definition.attributes.map((attribute) =>
    attribute.type === "Actual" ? { ...attribute, initial } : attribute
  );
  return { ...definition, attributes };
}

function generate(layout: readonly Layout[]): ComponentDefinition[] {
  return layout.flatMap(({ id, connectors }) => [
    evse(id),
    ...connectors.map((connector) => connectorOf(id, connector)),
  ]);
}

function evse(id: number): ComponentDefinition {
  return {
    component: { name: "EVSE", evse: { id } },
    variables: [
      variable("Available", { dataType: "boolean" }, "true"),
      variable(
        "AvailabilityState",
        { dataType: "OptionList", valuesList: AVAILABILITY_STATES },
        "Unavailable",
      ),
      variable("Problem", { dataType: "boolean" }, "false"),
      variable("SupplyPhases", { dataType: "integer" }),
      variable("Power", { dataType: "decimal", unit: "W" }),
      // EVerest can only restart as a whole.
      variable("AllowReset", { dataType: "boolean" }, "false"),
      variable("ISO15118EvseId", { dataType: "string", minLimit: 7, maxLimit: 37 }, UNKNOWN_EVSE_ID),
    ],
  };
}

function connectorOf(evseId: number, { id, type }: Layout["connectors"][number]): ComponentDefinition {
  return {
    component: { name: "Connector", evse: { id: evseId, connectorId: id } },
    variables: [
      variable("Available", { dataType: "boolean" }, "true"),
      variable(
        "AvailabilityState",
        { dataType: "OptionList", valuesList: AVAILABILITY_STATES },
        "Unavailable",
      ),
      variable("Problem", { dataType: "boolean" }, "false"),
      variable("ConnectorType", { dataType: "string" }, type),
      variable("SupplyPhases", { dataType: "integer" }),
    ],
  };
}

function variable(
  name: string,
  characteristics: Omit<VariableCharacteristicsType, "supportsMonitoring">,
  initial?: string,
): VariableDefinition {
  return {
    variable: { name },
    characteristics: { ...characteristics, supportsMonitoring: true },
    attributes: [{ type: "Actual", mutability: "ReadOnly", ...(initial === undefined ? {} : { initial }) }],
    source: EVEREST_SOURCE,
  };
}
