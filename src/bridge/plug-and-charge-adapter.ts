import type { EvseManager } from "../everest/interfaces/evse-manager.ts";
import type { Logger } from "../kernel/logger.ts";
import { COMMAND_TIMEOUT_MS } from "./command-timeouts.ts";
import {
  type ContractController,
  type PlugAndChargeSettings,
  plugAndChargeSettings,
  settingsDependingOn,
} from "./plug-and-charge-settings.ts";

/**
 * Configures every EVSE with what ISO15118Ctrlr says about Plug & Charge. EvseManager stores nothing of it: it gets all
 * values when the station starts and when the EVSE does, afterwards what changed.
 */
export class PlugAndChargeAdapter {
  readonly #evses: readonly EvseManager[];
  readonly #log: Logger;
  #controller: (() => ContractController) | undefined;

  /** To be made before the module says that it is ready: EVSEs tell of themselves only once. */
  constructor(evses: readonly EvseManager[], log: Logger) {
    this.#evses = evses;
    this.#log = log;
    for (const evse of evses) this.#watchRestarts(evse);
  }

  /** The controller can be read: from now on the EVSEs follow it. */
  start(controller: () => ContractController): void {
    this.#controller = controller;
    this.#send(this.#evses, plugAndChargeSettings(controller()));
  }

  /** A variable of the controller was set. */
  changed(variable: keyof ContractController): void {
    if (this.#controller) this.#send(this.#evses, settingsDependingOn(variable, this.#controller()));
  }

  /** An EVSE that restarts alone has forgotten its settings. */
  #watchRestarts(evse: EvseManager): void {
    let wasReady = false;
    const repeat = () => {
      if (this.#controller) this.#send([evse], plugAndChargeSettings(this.#controller()));
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

  #send(evses: readonly EvseManager[], settings: PlugAndChargeSettings): void {
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

/** False when the EVSE did not accept it. */
async function setPlugAndCharge(
  evse: EvseManager,
  { enabled, centralContractValidation, contractInstallation }: PlugAndChargeSettings,
): Promise<boolean> {
  const answer = await evse.setPlugAndChargeConfiguration({
    ...(enabled === undefined ? {} : { pnc_enabled: enabled }),
    ...(centralContractValidation === undefined
      ? {}
      : { central_contract_validation_allowed: centralContractValidation }),
    ...(contractInstallation === undefined
      ? {}
      : { contract_certificate_installation_enabled: contractInstallation }),
  }, COMMAND_TIMEOUT_MS);
  return answer.kind === "result";
}
