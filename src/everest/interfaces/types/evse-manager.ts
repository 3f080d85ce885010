import {
  array,
  boolean,
  dateTime,
  enumOf,
  type Infer,
  integer,
  number,
  object,
  string,
} from "../../codec/mod.ts";

export const connectorTypeEnum = enumOf(
  "cCCS1",
  "cCCS2",
  "cG105",
  "cMCS",
  "cTesla",
  "cType1",
  "cType2",
  "s309_1P_16A",
  "s309_1P_32A",
  "s309_3P_16A",
  "s309_3P_32A",
  "sBS1361",
  "sCEE_7_7",
  "sType2",
  "sType3",
  "Other1PhMax16A",
  "Other1PhOver16A",
  "Other3Ph",
  "Pan",
  "wInductive",
  "wResonant",
  "Undetermined",
  "Unknown",
);
export type ConnectorTypeEnum = Infer<typeof connectorTypeEnum>;

export const connector = object({
  id: integer({ minimum: 1 }),
}, {
  type: connectorTypeEnum,
});
export type Connector = Infer<typeof connector>;

export const evse = object({
  id: integer({ minimum: 1, maximum: 128 }),
  connectors: array(connector, { minItems: 1, maxItems: 128 }),
});
export type Evse = Infer<typeof evse>;

/** The source of a request to enable or disable an EVSE; the smallest `enable_priority` number wins. */
export const enableDisableSource = object({
  enable_source: enumOf(
    "Unspecified",
    "LocalAPI",
    "LocalKeyLock",
    "ServiceTechnician",
    "RemoteKeyLock",
    "MobileApp",
    "FirmwareUpdate",
    "CSMS",
  ),
  enable_state: enumOf("Unassigned", "Disable", "Enable"),
  enable_priority: integer({ minimum: 0, maximum: 10000 }),
});
export type EnableDisableSource = Infer<typeof enableDisableSource>;

export const plugAndChargeConfiguration = object({}, {
  pnc_enabled: boolean(),
  central_contract_validation_allowed: boolean(),
  contract_certificate_installation_enabled: boolean(),
});
export type PlugAndChargeConfiguration = Infer<typeof plugAndChargeConfiguration>;

export const updateAllowedEnergyTransferModesResult = enumOf(
  "Accepted",
  "IncompatibleEnergyTransfer",
  "ServiceRenegotiationFailed",
  "NoHlc",
);
export type UpdateAllowedEnergyTransferModesResult = Infer<typeof updateAllowedEnergyTransferModesResult>;

/** Why a high-level communication session broke off. */
export const hlcSessionFailedReasonEnum = enumOf(
  "ProtocolNegotiationFailed",
  "AuthorizationFailed",
  "ChargingParametersNotAccepted",
  "EnergyTransferSetupFailed",
  "ChargingInterrupted",
  "FailedTLSHandshake",
  "UnexpectedSessionEnd",
);
export type HlcSessionFailedReasonEnum = Infer<typeof hlcSessionFailedReasonEnum>;

export const hlcSessionFailedEvent = object({
  uuid: string(),
  reason: hlcSessionFailedReasonEnum,
});
export type HlcSessionFailedEvent = Infer<typeof hlcSessionFailedEvent>;

/** The limit in force at an EVSE, per phase in A; negative while discharging. */
export const limits = object({
  max_current: number(),
  nr_of_phases_available: integer({ minimum: 1, maximum: 3 }),
}, {
  uuid: string(),
});
export type Limits = Infer<typeof limits>;

/** What the EV tells about itself; percentages, V, A, W and Wh. */
export const evInfo = object({}, {
  soc: number({ minimum: 0, maximum: 100 }),
  present_voltage: number(),
  present_current: number(),
  target_voltage: number(),
  target_current: number(),
  maximum_current_limit: number(),
  minimum_current_limit: number(),
  maximum_voltage_limit: number(),
  maximum_power_limit: number(),
  estimated_time_full: dateTime(),
  departure_time: dateTime(),
  estimated_time_bulk: dateTime(),
  evcc_id: string(),
  remaining_energy_needed: number(),
  battery_capacity: number(),
  battery_full_soc: number({ minimum: 0, maximum: 100 }),
  battery_bulk_soc: number({ minimum: 0, maximum: 100 }),
  target_energy_request: number(),
  max_energy_request: number(),
  min_energy_request: number(),
  ac_max_charge_power: number(),
  ac_min_charge_power: number(),
  ac_max_discharge_power: number(),
  ac_min_discharge_power: number(),
  ac_present_active_power: number(),
  ac_present_reactive_power: number(),
});
export type EVInfo = Infer<typeof evInfo>;

export const carManufacturer = enumOf("VolkswagenGroup", "Tesla", "Unknown");
export type CarManufacturer = Infer<typeof carManufacturer>;

export const setDerAvailableResult = enumOf("Accepted", "NoHlc");
export type SetDerAvailableResult = Infer<typeof setDerAvailableResult>;
