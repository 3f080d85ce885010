import { setConnectionTimeout, setMasterPassGroupId } from "../../bridge/auth-settings.ts";
import type { Auth } from "../../everest/interfaces/auth.ts";
import type { Logger } from "../../kernel/logger.ts";
import { onActualChange } from "../../variables/actual-change.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";

const CONNECTION_TIMEOUT = variableKey("TxCtrlr", "EVConnectionTimeOut");
const MASTER_PASS_GROUP = variableKey("AuthCtrlr", "MasterPassGroupId");

/** Configures EVerest's Auth module with the device model, at the start and after every change: Auth does not ask. */
export function keepAuthConfigured(deviceModel: DeviceModel, auth: Auth, log: Logger): void {
  const settings = [
    {
      key: CONNECTION_TIMEOUT,
      apply: async () => {
        const seconds = deviceModel.integer(CONNECTION_TIMEOUT);
        return seconds === undefined || await setConnectionTimeout(auth, seconds);
      },
    },
    {
      // Auth, which knows the group then, stops everything with such a token and starts nothing.
      key: MASTER_PASS_GROUP,
      apply: async () => {
        const group = deviceModel.text(MASTER_PASS_GROUP);
        return group === undefined || await setMasterPassGroupId(auth, group);
      },
    },
  ];
  const apply = async ({ key, apply }: (typeof settings)[number]) => {
    if (await apply()) return;
    log.warning("EVerest's Auth module did not accept a setting", { name: key.variable.name });
  };
  for (const setting of settings) {
    void apply(setting);
    onActualChange(deviceModel, [setting.key], () => void apply(setting));
  }
}
