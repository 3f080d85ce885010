import type { EvseManager } from "../everest/interfaces/evse-manager.ts";
import { COMMAND_TIMEOUT_MS } from "./command-timeouts.ts";

/** Settings of an EVSE for Plug & Charge; absent ones stay unchanged. */
export interface PlugAndChargeSettings {
  /** The EVSE offers payment by contract. */
  readonly enabled?: boolean;
  readonly centralContractValidation?: boolean;
  readonly contractInstallation?: boolean;
}

/** False when the EVSE did not accept it. */
export async function setPlugAndCharge(
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
