import type { OcppService } from "../../bridge/provided-ocpp.ts";
import type { AuthorizationBlock } from "../../station/authorization/authorization-block.ts";
import type { ChangeAvailabilityBlock } from "../../station/availability/change-availability-block.ts";
import type { CertificatesBlock } from "../../station/certificates/certificates-block.ts";
import type { EvCertificates } from "../../station/certificates/ev-certificates.ts";
import type { EquipmentListener } from "../../station/equipment-listener.ts";
import type { EvChargingNeeds } from "../../station/ev-charging-needs/ev-charging-needs.ts";
import type { Csms } from "../../station/ports/csms.ts";
import type { EvseLayout } from "../../station/ports/evse-port.ts";
import type { SecurityBlock } from "../../station/security/security-block.ts";
import type { TariffBlock } from "../../station/tariff-cost/tariff-block.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";

/** The running station as the modules of EVerest reach it. */
export interface StationOnBus {
  readonly layout: readonly EvseLayout[];
  readonly deviceModel: StationDeviceModel;
  readonly csms: Csms;
  /** Hears what the equipment reports. */
  readonly equipment: EquipmentListener;
  readonly service: OcppService;
  readonly security: SecurityBlock;
  readonly changeAvailability: ChangeAvailabilityBlock;
  readonly authorization: AuthorizationBlock;
  readonly tariff: TariffBlock;
  readonly certificates: { readonly store: CertificatesBlock; readonly vehicles: EvCertificates };
  readonly evChargingNeeds: EvChargingNeeds;
}
