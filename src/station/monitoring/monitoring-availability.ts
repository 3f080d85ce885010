import type {
  ClearMonitoringResultType,
  SetMonitoringDataType,
  SetMonitoringResultType,
} from "../../ocpp/messages.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";

const AVAILABLE = variableKey("MonitoringCtrlr", "Available");
const ENABLED = variableKey("MonitoringCtrlr", "Enabled");

/** The reason of every refusal while a component file says that the station has no monitoring. */
export const NOT_AVAILABLE = statusInfo("NotEnabled", "MonitoringCtrlr is not available on this station");

/** Whether the station has monitoring, unless a component file says that it has none. Installed monitors stay. */
export function hasMonitoring(deviceModel: Pick<DeviceModel, "boolean">): boolean {
  return deviceModel.boolean(AVAILABLE) !== false;
}

/** Why no monitor is evaluated at present; undefined when they are. */
export function switchedOffBy(deviceModel: Pick<DeviceModel, "boolean">): string | undefined {
  if (!hasMonitoring(deviceModel)) return "MonitoringCtrlr.Available is false";
  return deviceModel.boolean(ENABLED) === false ? "MonitoringCtrlr.Enabled is false" : undefined;
}

/** The result of an entry of SetVariableMonitoring without monitoring. Only what is accepted is told with its id. */
export function notInstalled(
  { component, variable, type, severity }: SetMonitoringDataType,
): SetMonitoringResultType {
  return { component, variable, type, severity, status: "Rejected", statusInfo: NOT_AVAILABLE };
}

/** The result of an id of ClearVariableMonitoring without monitoring. */
export function notCleared(id: number): ClearMonitoringResultType {
  return { id, status: "Rejected", statusInfo: NOT_AVAILABLE };
}
