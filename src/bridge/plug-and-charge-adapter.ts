import type { EvseManager } from "../everest/interfaces/evse-manager.ts";
import { COMMAND_TIMEOUT_MS } from "./command-timeouts.ts";

/** What an EVSE is to know about Plug & Charge; what is absent stays as the EVSE has it. */
export interface PlugAndChargeSettings {
  /** Contracts are offered as a way to pay. */
  readonly enabled?: boolean;
  readonly centralContractValidation?: boolean;
  readonly contractInstallation?: boolean;
}

/** False when the EVSE did not take it. */
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
