import type { IdTokenType } from "../../ocpp/messages.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import { namedGroup } from "../group-token.ts";

const MASTER_PASS_GROUP = variableKey("AuthCtrlr", "MasterPassGroupId");

/** True for the group whose tokens stop every transaction and start none (C16). Without a configured id there is none. */
export function isMasterPassGroup(
  group: IdTokenType | undefined,
  deviceModel: Pick<DeviceModel, "text">,
): boolean {
  const id = deviceModel.text(MASTER_PASS_GROUP);
  return id !== undefined && id !== "" && namedGroup(group)?.idToken.toLowerCase() === id.toLowerCase();
}
