import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import type { CsmsConnection } from "../ports/csms-connection.ts";

const ACTIVE_PROFILE = variableKey("OCPPCommCtrlr", "ActiveNetworkProfile");
const PRIORITY = variableKey("OCPPCommCtrlr", "NetworkConfigurationPriority");

/**
 * The configuration slot of the connection; while offline that of the last one, and before the first one that which is
 * tried first. Undefined when none is wanted.
 */
export function slotInUse(
  connection: Pick<CsmsConnection, "configurationSlot"> | undefined,
  deviceModel: Pick<DeviceModel, "integer" | "list">,
): number | undefined {
  const [first] = deviceModel.list(PRIORITY) ?? [];
  return connection?.configurationSlot ?? deviceModel.integer(ACTIVE_PROFILE) ??
    (first === undefined ? undefined : Number(first));
}
