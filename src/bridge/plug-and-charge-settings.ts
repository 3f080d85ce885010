/** What ISO15118Ctrlr says about Plug & Charge; what the device model does not have is absent. */
export interface ContractController {
  readonly enabled?: boolean | undefined;
  readonly pncEnabled?: boolean | undefined;
  readonly centralValidationAllowed?: boolean | undefined;
  readonly installationEnabled?: boolean | undefined;
}

/** Settings of an EVSE for Plug & Charge; absent ones stay unchanged. */
export interface PlugAndChargeSettings {
  /** The EVSE offers payment by contract. */
  readonly enabled?: boolean;
  readonly centralContractValidation?: boolean;
  readonly contractInstallation?: boolean;
}

/** Which settings depend on which variable. */
const DEPENDENT: Readonly<Record<keyof ContractController, readonly (keyof PlugAndChargeSettings)[]>> = {
  enabled: ["enabled", "contractInstallation"],
  pncEnabled: ["enabled"],
  centralValidationAllowed: ["centralContractValidation"],
  installationEnabled: ["contractInstallation"],
};

/** All settings of an EVSE. Everything but the CSMS's validation is off with the controller. */
export function plugAndChargeSettings(controller: ContractController): PlugAndChargeSettings {
  const isOff = controller.enabled === false;
  const enabled = isOff ? false : controller.pncEnabled;
  const contractInstallation = isOff ? false : controller.installationEnabled;
  const centralContractValidation = controller.centralValidationAllowed;
  return {
    ...(enabled === undefined ? {} : { enabled }),
    ...(centralContractValidation === undefined ? {} : { centralContractValidation }),
    ...(contractInstallation === undefined ? {} : { contractInstallation }),
  };
}

/** The settings that depend on one variable. */
export function settingsDependingOn(
  variable: keyof ContractController,
  controller: ContractController,
): PlugAndChargeSettings {
  const settings = plugAndChargeSettings(controller);
  return Object.fromEntries(
    DEPENDENT[variable].flatMap((name) => name in settings ? [[name, settings[name]]] : []),
  );
}
