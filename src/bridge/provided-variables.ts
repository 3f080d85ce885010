import type {
  Component,
  ComponentVariable,
  GetVariableRequest,
  GetVariableResult,
  SetVariableRequest,
  SetVariableResult,
} from "../everest/interfaces/types/ocpp-variable.ts";
import type {
  ComponentType,
  GetVariableDataType,
  GetVariableResultType,
  SetVariableDataType,
  SetVariableResultType,
  VariableType,
} from "../ocpp/messages.ts";

/** The device model, as far as other modules of EVerest use it. */
export interface VariableAccess {
  /** One result per request, in order. */
  getVariables(requests: readonly GetVariableDataType[]): Promise<readonly GetVariableResultType[]>;
  /** One result per request, in order; persisted when the promise resolves. */
  setVariables(
    requests: readonly SetVariableDataType[],
    by: "everest",
  ): Promise<readonly SetVariableResultType[]>;
}

/** Longest value that can be set (SetVariableDataType.attributeValue), in characters. */
const MAX_SET_VALUE = 1000;

/** `get_variables`: like GetVariables of the CSMS, without a limit of entries. */
export async function readVariables(
  variables: Pick<VariableAccess, "getVariables">,
  requests: readonly GetVariableRequest[],
): Promise<readonly GetVariableResult[]> {
  const answers = await variables.getVariables(requests.map((request) => ({
    ...toVariableKey(request.component_variable),
    attributeType: request.attribute_type ?? "Actual",
  })));
  return requests.map((request, index) => {
    const { attributeStatus: status = "Rejected", attributeValue: value } = answers[index] ?? {};
    return {
      status,
      component_variable: request.component_variable,
      attribute_type: request.attribute_type ?? "Actual",
      ...(value === undefined ? {} : { value }),
    };
  });
}

/**
 * `set_variables`: one result per request in their order; only the entry whose value is too long is Rejected.
 */
export async function writeVariables(
  variables: Pick<VariableAccess, "setVariables">,
  requests: readonly SetVariableRequest[],
): Promise<readonly SetVariableResult[]> {
  const fitting = requests.filter(isFitting);
  const answers = await variables.setVariables(fitting.map(toSetVariableData), "everest");
  const answerOf = new Map(fitting.map((request, index) => [request, answers[index]]));
  return requests.map((request) => ({
    status: answerOf.get(request)?.attributeStatus ?? "Rejected",
    component_variable: request.component_variable,
    attribute_type: request.attribute_type ?? "Actual",
  }));
}

function isFitting({ value }: SetVariableRequest): boolean {
  return value.length <= MAX_SET_VALUE || [...value].length <= MAX_SET_VALUE;
}

function toSetVariableData(request: SetVariableRequest): SetVariableDataType {
  return {
    ...toVariableKey(request.component_variable),
    attributeType: request.attribute_type ?? "Actual",
    attributeValue: request.value,
  };
}

/** `get_variables` and `set_variables` before there is a device model: every entry is Rejected. */
export function rejected(
  { component_variable, attribute_type }: GetVariableRequest,
): GetVariableResult & SetVariableResult {
  return {
    status: "Rejected",
    component_variable,
    ...(attribute_type === undefined ? {} : { attribute_type }),
  };
}

/** Component and variable in OCPP's types. */
export interface NamedVariable {
  readonly component: ComponentType;
  readonly variable: VariableType;
}

export function toVariableKey({ component, variable }: ComponentVariable): NamedVariable {
  const { name, instance, evse } = component;
  return {
    component: {
      name,
      ...(instance === undefined ? {} : { instance }),
      ...(evse === undefined ? {} : { evse: toEvse(evse) }),
    },
    variable,
  };
}

function toEvse({ id, connector_id }: NonNullable<Component["evse"]>): NonNullable<ComponentType["evse"]> {
  return connector_id === undefined ? { id } : { id, connectorId: connector_id };
}

/** Component and variable in EVerest's types. */
export function toComponentVariable({ component, variable }: NamedVariable): ComponentVariable {
  const { name, instance, evse } = component;
  return {
    component: {
      name,
      ...(instance === undefined ? {} : { instance }),
      ...(evse === undefined ? {} : { evse: fromEvse(evse) }),
    },
    variable: {
      name: variable.name,
      ...(variable.instance === undefined ? {} : { instance: variable.instance }),
    },
  };
}

/** An EVSE or one of its connectors in EVerest's types. */
export function fromEvse(
  { id, connectorId }: NonNullable<ComponentType["evse"]>,
): NonNullable<Component["evse"]> {
  return connectorId === undefined ? { id } : { id, connector_id: connectorId };
}
