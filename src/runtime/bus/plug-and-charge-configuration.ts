import type { PlugAndChargeAdapter } from "../../bridge/plug-and-charge-adapter.ts";
import type { ContractController } from "../../bridge/plug-and-charge-settings.ts";
import { onActualChange } from "../../variables/actual-change.ts";
import { type DeviceModel, type VariableKey, variableKey } from "../../variables/device-model.ts";

const VARIABLES: Readonly<Record<keyof ContractController, VariableKey>> = {
  enabled: variableKey("ISO15118Ctrlr", "Enabled"),
  pncEnabled: variableKey("ISO15118Ctrlr", "PnCEnabled"),
  centralValidationAllowed: variableKey("ISO15118Ctrlr", "CentralContractValidationAllowed"),
  installationEnabled: variableKey("ISO15118Ctrlr", "ContractCertificateInstallationEnabled"),
};

/** The EVSEs follow the device model from now on. */
export function keepPlugAndChargeConfigured(
  deviceModel: Pick<DeviceModel, "boolean" | "onChange">,
  plugAndCharge: PlugAndChargeAdapter,
): void {
  plugAndCharge.start(() => ({
    enabled: deviceModel.boolean(VARIABLES.enabled),
    pncEnabled: deviceModel.boolean(VARIABLES.pncEnabled),
    centralValidationAllowed: deviceModel.boolean(VARIABLES.centralValidationAllowed),
    installationEnabled: deviceModel.boolean(VARIABLES.installationEnabled),
  }));
  for (const [name, key] of Object.entries(VARIABLES) as [keyof ContractController, VariableKey][]) {
    onActualChange(deviceModel, [key], () => plugAndCharge.changed(name));
  }
}
