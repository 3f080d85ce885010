import type { RpcErrorCode } from "../ocpp/error-codes.ts";
import { type DeviceModel, type VariableKey, variableKey } from "../variables/device-model.ts";

/** The calls whose size the device model bounds, and the component with their ItemsPerMessage and BytesPerMessage. */
const LIMIT_OWNERS = {
  GetVariables: "DeviceDataCtrlr",
  SetVariables: "DeviceDataCtrlr",
  GetReport: "DeviceDataCtrlr",
  SetVariableMonitoring: "MonitoringCtrlr",
  ClearVariableMonitoring: "MonitoringCtrlr",
} as const;
type LimitedAction = keyof typeof LIMIT_OWNERS;

const limitKeys = (variable: string) =>
  Object.fromEntries(
    Object.entries(LIMIT_OWNERS).map(([action, owner]) => [action, variableKey(owner, variable, action)]),
  ) as Readonly<Record<LimitedAction, VariableKey>>;
const ITEMS_PER_MESSAGE = limitKeys("ItemsPerMessage");
const BYTES_PER_MESSAGE = limitKeys("BytesPerMessage");
/** Of UTF-8, for one unit of a JavaScript string. */
const MOST_BYTES_PER_UNIT = 3;

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
  const maxItems = deviceModel.integer(ITEMS_PER_MESSAGE[action]);
  if (maxItems !== undefined && items > maxItems) {
    return {
      kind: "error",
      code: "OccurrenceConstraintViolation",
      description: `${items} entries where ${action} allows ${maxItems}`,
    };
  }
  const maxBytes = deviceModel.integer(BYTES_PER_MESSAGE[action]);
  if (maxBytes === undefined) return undefined;
  const text = JSON.stringify(request);
  if (text.length * MOST_BYTES_PER_UNIT <= maxBytes) return undefined;
  const bytes = encoder.encode(text).length;
  return bytes > maxBytes
    ? {
      kind: "error",
      code: "FormatViolation",
      description: `${bytes} bytes where ${action} allows ${maxBytes}`,
    }
    : undefined;
}
