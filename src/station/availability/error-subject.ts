import type { ComponentType, EVSEType } from "../../ocpp/messages.ts";
import { type VariableKey, variableKey } from "../../variables/device-model.ts";
import type { EvseLayout } from "../ports/evse-port.ts";
import type { ErrorEvent } from "./error-event.ts";

/** The variables of the device model that an error sets. */
export interface ErrorLocation {
  /** The variable that the event names. */
  readonly subject: VariableKey;
  /** Problem of the station, the EVSE or the connector: true while any error is raised there. */
  readonly problem: VariableKey;
}

export function locate(
  error: Pick<ErrorEvent, "evseId" | "connectorId" | "subject">,
  layout: readonly EvseLayout[],
): ErrorLocation {
  const evse = placeOf(error, layout);
  const { component, instance, variable } = error.subject;
  const place = componentAt(evse);
  const subject = component === undefined
    ? place
    : { name: component, ...(instance !== undefined && { instance }), ...(evse && { evse }) };
  return { subject: keyOf(subject, variable), problem: keyOf(place, "Problem") };
}

/** Undefined: the station. An EVSE or connector that is not configured is not named to the CSMS. */
function placeOf(
  { evseId, connectorId, subject }: Pick<ErrorEvent, "evseId" | "connectorId" | "subject">,
  layout: readonly EvseLayout[],
): EVSEType | undefined {
  const evse = layout.find(({ id }) => id === evseId);
  if (evse === undefined || subject.at === "station") return undefined;
  if (subject.at === "evse") return { id: evse.id };
  const named = evse.connectors.find(({ id }) => id === connectorId);
  const only = subject.at === "connector" && evse.connectors.length === 1 ? evse.connectors[0] : undefined;
  const connector = named ?? only;
  return { id: evse.id, ...(connector && { connectorId: connector.id }) };
}

function componentAt(evse: EVSEType | undefined): ComponentType {
  if (evse === undefined) return { name: "ChargingStation" };
  return { name: evse.connectorId === undefined ? "EVSE" : "Connector", evse };
}

function keyOf(component: ComponentType, variable: string): VariableKey {
  return { ...variableKey(component.name, variable), component };
}
