import type { Interface } from "../../../src/everest/interfaces/interface.ts";
import { authInterface } from "../../../src/everest/interfaces/auth.ts";
import { authTokenProviderInterface } from "../../../src/everest/interfaces/auth-token-provider.ts";
import { authTokenValidatorInterface } from "../../../src/everest/interfaces/auth-token-validator.ts";
import { displayMessageInterface } from "../../../src/everest/interfaces/display-message.ts";
import { evseManagerInterface } from "../../../src/everest/interfaces/evse-manager.ts";
import { evseSecurityInterface } from "../../../src/everest/interfaces/evse-security.ts";
import { externalEnergyLimitsInterface } from "../../../src/everest/interfaces/external-energy-limits.ts";
import { iso15118ExtensionsInterface } from "../../../src/everest/interfaces/iso15118-extensions.ts";
import { ocppDataTransferInterface } from "../../../src/everest/interfaces/ocpp-data-transfer.ts";
import { ocppInterface } from "../../../src/everest/interfaces/ocpp.ts";
import { reservationInterface } from "../../../src/everest/interfaces/reservation.ts";
import { sessionCostInterface } from "../../../src/everest/interfaces/session-cost.ts";
import { systemInterface } from "../../../src/everest/interfaces/system.ts";

/** Every interface the module provides or requires. */
export const INTERFACES: readonly Interface[] = [
  authInterface,
  authTokenProviderInterface,
  authTokenValidatorInterface,
  displayMessageInterface,
  evseManagerInterface,
  evseSecurityInterface,
  externalEnergyLimitsInterface,
  iso15118ExtensionsInterface,
  ocppDataTransferInterface,
  ocppInterface,
  reservationInterface,
  sessionCostInterface,
  systemInterface,
];
