import type { HardwareCapabilities } from "../everest/interfaces/types/evse-board-support.ts";
import type { EVInfo } from "../everest/interfaces/types/evse-manager.ts";
import type { AppProtocol, EnergyTransferMode, EvInformation } from "../everest/interfaces/types/iso15118.ts";
import type { Powermeter } from "../everest/interfaces/types/powermeter.ts";
import type { EvseId } from "../kernel/ids.ts";
import type { ComponentType, VariableType } from "../ocpp/messages.ts";
import type { EvseLayout } from "../station/ports/evse-port.ts";
import { decimalText } from "./decimal-text.ts";
import { isBidirectional, isDcOnly, toEnergyTransferMode } from "./energy-transfer-modes.ts";
import { decimalFromFloat32 } from "./float32.ts";

/** The Actual value of a device model variable that follows the bus. */
export interface LiveValue {
  readonly component: ComponentType;
  readonly variable: VariableType;
  readonly value: string;
}

/** Most protocols that an EV offers, one per priority (ISO 15118-2, supportedAppProtocolReq). */
export const PROTOCOL_PRIORITIES = 20;
export const VEHICLE_CERTIFICATES = ["Leaf", "SubCA1", "SubCA2", "Root"] as const;

/** EVSE.Power, the instantaneous power in W; negative while the EV feeds back. */
export function powerValues(evse: EvseId, powermeter: Powermeter): readonly LiveValue[] {
  const watts = powermeter.power_W?.total;
  const text = watts === undefined ? undefined : decimalText(decimalFromFloat32(watts));
  return text === undefined ? [] : [live("EVSE", evse, "Power", text)];
}

/**
 * SupplyPhases of the EVSE and its connectors: phases of alternating current that can reach the EV, 0 where
 * only direct current does. Empty before the hardware has reported its capabilities.
 */
export function supplyValues(
  evse: EvseLayout,
  capabilities: HardwareCapabilities | undefined,
  modes: readonly EnergyTransferMode[],
): readonly LiveValue[] {
  if (capabilities === undefined) return [];
  const phases = String(isDcOnly(modes) ? 0 : capabilities.max_phase_count_import);
  return [
    live("EVSE", evse.id, "SupplyPhases", phases),
    ...evse.connectors.map(({ id }): LiveValue => ({
      component: { name: "Connector", evse: { id: evse.id, connectorId: id } },
      variable: { name: "SupplyPhases" },
      value: phases,
    })),
  ];
}

/** The capacity of an EVSE's supply towards the EV. */
export interface SupplyCapacity {
  readonly phases: number;
  readonly amperesPerPhase: number;
}

/** Undefined for a DC EVSE, whose hardware does not report it, and before `modes` are known. */
export function supplyCapacity(
  capabilities: HardwareCapabilities | undefined,
  modes: readonly EnergyTransferMode[] | undefined,
): SupplyCapacity | undefined {
  if (capabilities === undefined || modes === undefined || isDcOnly(modes)) return undefined;
  const { max_phase_count_import: phases, max_current_A_import: amperes } = capabilities;
  return { phases, amperesPerPhase: decimalFromFloat32(amperes) };
}

/** EVSE.ISO15118EvseId, when it has a valid length: 7 to 37 characters. */
export function evseIdValues(evse: EvseId, id: string): readonly LiveValue[] {
  return id.length >= 7 && id.length <= 37 ? [live("EVSE", evse, "ISO15118EvseId", id)] : [];
}

/** V2XChargingCtrlr: which ways of charging the EVSE supports and whether the EV may feed back. */
export function energyTransferValues(
  evse: EvseId,
  modes: readonly EnergyTransferMode[],
): readonly LiveValue[] {
  const v2x = String(modes.some(isBidirectional));
  const names = [...new Set(modes.map(toEnergyTransferMode))].join(",");
  return [
    live("V2XChargingCtrlr", evse, "Available", v2x),
    live("V2XChargingCtrlr", evse, "Enabled", v2x),
    live("V2XChargingCtrlr", evse, "SupportedEnergyTransferModes", names),
  ];
}

/** An EV has been plugged in. */
export function connectedValues(evse: EvseId): readonly LiveValue[] {
  return [live("ConnectedEV", evse, "Available", "true")];
}

/** The EV is gone: clears all values about it. */
export function disconnectedValues(evse: EvseId): readonly LiveValue[] {
  return [
    live("ConnectedEV", evse, "Available", "false"),
    live("ConnectedEV", evse, "VehicleId", ""),
    live("ConnectedEV", evse, "ProtocolAgreed", ""),
    ...VEHICLE_CERTIFICATES.map((instance) => live("ConnectedEV", evse, "VehicleCertificate", "", instance)),
    ...supportedProtocols(evse, []),
  ];
}

/** What EvseManager reports about the EV. */
export function evInfoValues(evse: EvseId, info: EVInfo): readonly LiveValue[] {
  return info.evcc_id === undefined ? [] : [live("ConnectedEV", evse, "VehicleId", info.evcc_id)];
}

/** What the ISO 15118 stack reports about the EV. */
export function evInformationValues(evse: EvseId, info: EvInformation): readonly LiveValue[] {
  const certificates = [
    info.tls_leaf_certificate,
    info.tls_sub_ca_1_certificate,
    info.tls_sub_ca_2_certificate,
    info.tls_root_certificate,
  ];
  return [
    live("ConnectedEV", evse, "VehicleId", info.evcc_id),
    live("ConnectedEV", evse, "ProtocolAgreed", protocolName(info.selected_protocol)),
    ...VEHICLE_CERTIFICATES.map((instance, index) =>
      live("ConnectedEV", evse, "VehicleCertificate", certificates[index] ?? "", instance)
    ),
    ...supportedProtocols(evse, info.supported_protocols.Protocols),
  ];
}

/** ISO15118Ctrlr.ServiceRenegotiationSupport. */
export function renegotiationValues(evse: EvseId, supported: boolean): readonly LiveValue[] {
  return [live("ISO15118Ctrlr", evse, "ServiceRenegotiationSupport", String(supported))];
}

/** Sets all priorities, so that no values of the previous EV remain. */
function supportedProtocols(evse: EvseId, protocols: readonly AppProtocol[]): readonly LiveValue[] {
  return Array.from({ length: PROTOCOL_PRIORITIES }, (_, index) => {
    const priority = index + 1;
    const protocol = protocols.find((candidate) => candidate.priority === priority);
    const value = protocol ? protocolName(protocol) : "";
    return live("ConnectedEV", evse, "ProtocolSupportedByEV", value, String(priority));
  });
}

/** E.g. `urn:iso:15118:2:2013:MsgDef,2,0`. */
function protocolName(protocol: AppProtocol): string {
  const { protocol_namespace: namespace, version_number_major: major, version_number_minor: minor } =
    protocol;
  return `${namespace},${major},${minor}`;
}

function live(
  component: string,
  evse: EvseId,
  variable: string,
  value: string,
  instance?: string,
): LiveValue {
  return {
    component: { name: component, evse: { id: evse } },
    variable: instance === undefined ? { name: variable } : { name: variable, instance },
    value,
  };
}
