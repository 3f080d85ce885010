import type { RpcErrorCode } from "../ocpp/error-codes.ts";
import { type DeviceModel, variableKey } from "../variables/device-model.ts";

/** The calls whose size the device model bounds, and the component with their ItemsPerMessage and BytesPerMessage. */
const LIMIT_OWNERS = {
  GetVariables: "DeviceDataCtrlr",
  SetVariables: "DeviceDataCtrlr",
  GetReport: "DeviceDataCtrlr",
  SetVariableMonitoring: "MonitoringCtrlr",
  ClearVariableMonitoring: "MonitoringCtrlr",
} as const;
type LimitedAction = keyof typeof LIMIT_OWNERS;

export interface LimitViolation {
  readonly kind: "error";
  readonly code: RpcErrorCode;
  readonly description: string;
}

const encoder = new TextEncoder();

/**
 * A message that is larger than the limits is answered with a call error. The size is that of the payload
 * without insignificant blanks.
 */
export function exceededLimit(
  deviceModel: DeviceModel,
  action: LimitedAction,
  request: object,
  items: number,
): LimitViolation | undefined {
  const maxItems = deviceModel.integer(variableKey(LIMIT_OWNERS[action], "ItemsPerMessage", action));
  if (maxItems !== undefined && items > maxItems) {
    return {
      kind: "error",
      code: "OccurrenceConstraintViolation",
      description: `${items} entries where ${action} allows ${maxItems}`,
    };
  }
  const maxBytes = deviceModel.integer(variableKey(LIMIT_OWNERS[action], "BytesPerMessage", action));
  if (maxBytes === undefined) return undefined;
  const bytes = encoder.encode(JSON.stringify(request)).length;
  return bytes > maxBytes
    ? {
      kind: "error",
      code: "FormatViolation",
      description: `${bytes} bytes where ${action} allows ${maxBytes}`,
    }
    : undefined;
}
