import { type PlugAndChargeSettings, setPlugAndCharge } from "../../bridge/plug-and-charge-adapter.ts";
import type { EvseManager } from "../../everest/interfaces/evse-manager.ts";
import type { Logger } from "../../kernel/logger.ts";
import { type DeviceModel, type VariableChange, variableKey } from "../../variables/device-model.ts";

const ENABLED = variableKey("ISO15118Ctrlr", "Enabled");
const PNC_ENABLED = variableKey("ISO15118Ctrlr", "PnCEnabled");
const CENTRAL_VALIDATION = variableKey("ISO15118Ctrlr", "CentralContractValidationAllowed");
const CONTRACT_INSTALLATION = variableKey("ISO15118Ctrlr", "ContractCertificateInstallationEnabled");

/** What of the settings follows from which variable; everything but the CSMS's validation is off with the controller. */
const FOLLOWING: Readonly<Record<string, readonly (keyof PlugAndChargeSettings)[]>> = {
  enabled: ["enabled", "contractInstallation"],
  pncenabled: ["enabled"],
  centralcontractvalidationallowed: ["centralContractValidation"],
  contractcertificateinstallationenabled: ["contractInstallation"],
};

/**
 * Configures every EVSE with what ISO15118Ctrlr says about Plug & Charge. EvseManager stores nothing of it: it gets all
 * values when the station starts and when the EVSE does, afterwards what changed.
 */
export class PlugAndCharge {
  readonly #evses: readonly EvseManager[];
  readonly #log: Logger;
  #deviceModel: DeviceModel | undefined;

  /** To be made before the module says that it is ready: EVSEs tell of themselves only once. */
  constructor(evses: readonly EvseManager[], log: Logger) {
    this.#evses = evses;
    this.#log = log;
    for (const evse of evses) this.#watchRestarts(evse);
  }

  /** The device model exists: from now on the EVSEs follow it. */
  start(deviceModel: DeviceModel): void {
    this.#deviceModel = deviceModel;
    this.#tell(this.#evses, settingsOf(deviceModel));
    deviceModel.onChange((change) => {
      const names = settingsBehind(change);
      if (names.length > 0) this.#tell(this.#evses, only(names, settingsOf(deviceModel)));
    });
  }

  /** An EVSE that restarts alone has forgotten its settings. */
  #watchRestarts(evse: EvseManager): void {
    let wasReady = false;
    const repeat = () => {
      if (this.#deviceModel) this.#tell([evse], settingsOf(this.#deviceModel));
    };
    evse.onWaitingForExternalReady((waiting) => {
      if (waiting) repeat();
    });
    evse.onReady((ready) => {
      // The first time it only follows our letting it go.
      if (ready && wasReady) repeat();
      wasReady ||= ready;
    });
  }

  #tell(evses: readonly EvseManager[], settings: PlugAndChargeSettings): void {
    if (Object.keys(settings).length === 0) return;
    for (const evse of evses) {
      void setPlugAndCharge(evse, settings).then((taken) => {
        if (!taken) {
          const { moduleId } = evse.connection;
          this.#log.warning("an EVSE did not take the Plug & Charge settings", { module: moduleId });
        }
      });
    }
  }
}

function settingsOf(deviceModel: DeviceModel): PlugAndChargeSettings {
  const isOff = deviceModel.boolean(ENABLED) === false;
  const enabled = isOff ? false : deviceModel.boolean(PNC_ENABLED);
  const contractInstallation = isOff ? false : deviceModel.boolean(CONTRACT_INSTALLATION);
  const centralContractValidation = deviceModel.boolean(CENTRAL_VALIDATION);
  return {
    ...(enabled === undefined ? {} : { enabled }),
    ...(centralContractValidation === undefined ? {} : { centralContractValidation }),
    ...(contractInstallation === undefined ? {} : { contractInstallation }),
  };
}

function settingsBehind({ key, attribute }: VariableChange): readonly (keyof PlugAndChargeSettings)[] {
  const { component, variable } = key;
  const isStationWide = component.name.toLowerCase() === "iso15118ctrlr" && component.evse === undefined;
  return isStationWide && attribute === "Actual" ? FOLLOWING[variable.name.toLowerCase()] ?? [] : [];
}

function only(
  names: readonly (keyof PlugAndChargeSettings)[],
  settings: PlugAndChargeSettings,
): PlugAndChargeSettings {
  return Object.fromEntries(names.flatMap((name) => name in settings ? [[name, settings[name]]] : []));
}
