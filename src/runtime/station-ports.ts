import { createContractCertificates } from "../bridge/contract-certificates.ts";
import { createDisplayPort } from "../bridge/display-adapter.ts";
import { EvseAdapter } from "../bridge/evse-adapter.ts";
import { createFirmwarePort } from "../bridge/firmware-adapter.ts";
import { createLogPort } from "../bridge/log-adapter.ts";
import { createReservationPort } from "../bridge/reservation-adapter.ts";
import { TokenAdapter } from "../bridge/token-adapter.ts";
import { createVendorPort } from "../bridge/vendor-adapter.ts";
import type { Logger } from "../kernel/logger.ts";
import type { ContractCertificates } from "../station/authorization/authorization-block.ts";
import type { VendorPort } from "../station/data-transfer/data-transfer-block.ts";
import type { ProfilePrerequisites } from "../station/network-profiles/profile-prerequisites.ts";
import type { DisplayPort } from "../station/ports/display-port.ts";
import type { EvsePort } from "../station/ports/evse-port.ts";
import type { FirmwarePort } from "../station/ports/firmware-port.ts";
import type { LogPort } from "../station/ports/log-port.ts";
import type { PricePort } from "../station/ports/price-port.ts";
import type { ReservationPort } from "../station/ports/reservation-port.ts";
import type { ResetPort } from "../station/ports/reset-port.ts";
import type { SystemPort } from "../station/ports/system-port.ts";
import type { TokenPort } from "../station/ports/token-port.ts";
import type { StationBus } from "./bus/station-bus.ts";
import type { CertificatePorts } from "./certificate-ports.ts";

/** What the station may ask of the modules around it. */
export interface StationPorts {
  readonly evses: EvsePort;
  readonly system: SystemPort & ResetPort;
  readonly logs: LogPort;
  readonly firmware: FirmwarePort;
  readonly tokens: TokenPort;
  readonly contracts: ContractCertificates;
  readonly certificates: CertificatePorts;
  readonly prerequisites: ProfilePrerequisites;
  /** Absent: no module takes reservations. */
  readonly reservations?: ReservationPort;
  readonly prices: PricePort;
  /** Absent: no module knows any vendor's messages. */
  readonly vendor?: VendorPort;
  /** Absent: the station has no display for messages. */
  readonly display?: DisplayPort;
}

/** Connects every port of the station with the module behind it. */
export function createStationPorts(
  { required, provided, system }: StationBus,
  ready: Pick<StationPorts, "certificates" | "prerequisites">,
  log: Logger,
): StationPorts {
  const { security, dataTransfer, display } = required;
  return {
    ...ready,
    evses: new EvseAdapter(required.evses, required.auth),
    system,
    logs: createLogPort(required.system),
    firmware: createFirmwarePort(required.system, security),
    tokens: new TokenAdapter(provided.tokenProvider, provided.tokenValidator, log),
    contracts: createContractCertificates(security),
    prices: provided.prices,
    ...(required.reservation ? { reservations: createReservationPort(required.reservation) } : {}),
    ...(dataTransfer ? { vendor: createVendorPort(dataTransfer, log) } : {}),
    ...(display ? { display: createDisplayPort(display, log) } : {}),
  };
}
