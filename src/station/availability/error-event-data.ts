import { toTimestamp } from "../../kernel/clock.ts";
import { firstCharacters } from "../../ocpp/first-characters.ts";
import type { ComponentType } from "../../ocpp/messages.ts";
import { type DeviceModel, type VariableKey, variableKey } from "../../variables/device-model.ts";
import type { ErrorEvent } from "./error-event.ts";
import type { UnnumberedEvent } from "./held-events.ts";

const MAX_TECH_CODE = 50;
const MAX_TECH_INFO = 500;

/** The variable that an error is reported on. */
export function problemOf(error: ErrorEvent, deviceModel: DeviceModel): VariableKey {
  const place = problem(componentAt(error));
  if (error.effect !== "lockFailure" || !place.component.evse) return place;
  // G05, prerequisite: only a station whose device model has the lock component reports on it.
  const lock = problem({ name: "ConnectorPlugRetentionLock", evse: place.component.evse });
  return deviceModel.text(lock) === undefined ? place : lock;
}

/** One entry of NotifyEvent.req about what happened at `atMs`; G05.FR.02: Problem becomes true when raised. */
export function errorEventData(error: ErrorEvent, atMs: number, key: VariableKey): UnnumberedEvent {
  const raised = error.state === "raised";
  return {
    timestamp: toTimestamp(atMs),
    trigger: "Alerting",
    actualValue: String(raised),
    techCode: firstCharacters(error.techCode, MAX_TECH_CODE),
    ...(error.techInfo ? { techInfo: firstCharacters(error.techInfo, MAX_TECH_INFO) } : {}),
    cleared: !raised,
    eventNotificationType: "HardWiredNotification",
    ...key,
  };
}

function componentAt({ evseId, connectorId }: ErrorEvent): ComponentType {
  if (evseId === undefined) return { name: "ChargingStation" };
  if (connectorId === undefined) return { name: "EVSE", evse: { id: evseId } };
  return { name: "Connector", evse: { id: evseId, connectorId } };
}

function problem(component: ComponentType): VariableKey {
  return { ...variableKey(component.name, "Problem"), component };
}
