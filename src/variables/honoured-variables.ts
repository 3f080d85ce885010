import { identifierKey } from "../kernel/identifier.ts";
import type { AttributeDefinition, ComponentDefinition, VariableDefinition } from "./definition.ts";
import { OCPP_SOURCE } from "./definition.ts";
import type { VariableKey } from "./device-model.ts";
import { isSlotComponent, isSlotVariable, SLOT_COMPONENT } from "./network-slots.ts";
import { displayName } from "./variable-id.ts";
import { qualifiedName } from "./variable-rules.ts";

/**
 * Every variable of the standardized components that can be set, and the file that reads it; a test reads those files.
 * `[]` after a name: it has instances. What a component file brings beyond this table would have no effect, so it cannot
 * be set. A new setting is a line here, in the file of its component, and in the code that reads it.
 */
export const HONOURED: Readonly<Record<string, string>> = {
  "AlignedDataCtrlr.Enabled": "src/station/metering/metering-settings.ts",
  "AlignedDataCtrlr.Interval": "src/station/metering/metering-settings.ts",
  "AlignedDataCtrlr.Measurands": "src/station/metering/metering-settings.ts",
  "AlignedDataCtrlr.SendDuringIdle": "src/station/metering/metering-block.ts",
  "AlignedDataCtrlr.SignReadings": "src/station/metering/metering-settings.ts",
  "AlignedDataCtrlr.TxEndedInterval": "src/station/metering/metering-settings.ts",
  "AlignedDataCtrlr.TxEndedMeasurands": "src/station/metering/metering-settings.ts",
  "AuthCacheCtrlr.DisablePostAuthorize": "src/station/authorization/authorization-settings.ts",
  "AuthCacheCtrlr.Enabled": "src/station/authorization/token-controllers.ts",
  "AuthCacheCtrlr.LifeTime": "src/station/authorization/authorization-cache.ts",
  "AuthCacheCtrlr.Policy": "src/station/authorization/authorization-cache.ts",
  "AuthCtrlr.AuthorizeRemoteStart": "src/station/remote-control/remote-control-block.ts",
  "AuthCtrlr.DisableRemoteAuthorization": "src/station/authorization/authorization-settings.ts",
  "AuthCtrlr.Enabled": "src/station/authorization/authorization-settings.ts",
  "AuthCtrlr.LocalAuthorizeOffline": "src/station/authorization/authorization-settings.ts",
  "AuthCtrlr.LocalPreAuthorize": "src/station/authorization/authorization-settings.ts",
  "AuthCtrlr.MasterPassGroupId": "src/runtime/bus/auth-configuration.ts",
  "AuthCtrlr.OfflineTxForUnknownIdEnabled": "src/station/authorization/authorization-settings.ts",
  "ChargingStation.AllowNewSessionsPendingFirmwareUpdate": "src/runtime/blocks/firmware.ts",
  "ClockCtrlr.TimeAdjustmentReportingThreshold": "src/station/provisioning/time-sync.ts",
  "ClockCtrlr.TimeSource": "src/station/provisioning/time-sync.ts",
  "CustomizationCtrlr.CustomImplementationEnabled[]": "src/station/tariff-cost/cost-settings.ts",
  "DisplayMessageCtrlr.Enabled": "src/station/display-message/display-capabilities.ts",
  "DisplayMessageCtrlr.Language": "src/station/tariff-cost/cost-settings.ts",
  "ISO15118Ctrlr.CentralContractValidationAllowed": "src/runtime/bus/plug-and-charge-configuration.ts",
  "ISO15118Ctrlr.ContractCertificateInstallationEnabled": "src/runtime/bus/plug-and-charge-configuration.ts",
  "ISO15118Ctrlr.ContractValidationOffline": "src/station/authorization/contract-validation.ts",
  "ISO15118Ctrlr.CountryName": "src/station/security/signing-settings.ts",
  "ISO15118Ctrlr.Enabled": "src/runtime/bus/plug-and-charge-configuration.ts",
  "ISO15118Ctrlr.OrganizationName": "src/station/security/signing-settings.ts",
  "ISO15118Ctrlr.PnCEnabled": "src/runtime/bus/plug-and-charge-configuration.ts",
  "ISO15118Ctrlr.SeccId": "src/station/security/signing-settings.ts",
  "ISO15118Ctrlr.V2GCertificateInstallationEnabled": "src/station/security/signing-settings.ts",
  "InternalCtrlr.CountryName": "src/station/security/signing-settings.ts",
  "InternalCtrlr.NetworkConnectionProfiles": "src/variables/computed-values.ts",
  "InternalCtrlr.OcspRequestInterval": "src/station/certificates/ocsp-refresh.ts",
  "InternalCtrlr.SupportedCriteria": "src/station/variables/variables-block.ts",
  "InternalCtrlr.VerifyCsmsAllowWildcards": "src/runtime/link/variable-link-settings.ts",
  "LocalAuthListCtrlr.DisablePostAuthorize": "src/station/authorization/authorization-settings.ts",
  "LocalAuthListCtrlr.Enabled": "src/station/authorization/token-controllers.ts",
  "MonitoringCtrlr.Enabled": "src/station/monitoring/monitoring-availability.ts",
  "MonitoringCtrlr.OfflineQueuingSeverity": "src/runtime/compose-blocks.ts",
  "OCPPCommCtrlr.HeartbeatInterval": "src/station/provisioning/provisioning-block.ts",
  "OCPPCommCtrlr.MessageAttemptInterval[]": "src/runtime/link/variable-link-settings.ts",
  "OCPPCommCtrlr.MessageAttempts[]": "src/runtime/link/variable-link-settings.ts",
  "OCPPCommCtrlr.NetworkConfigurationPriority": "src/station/network-profiles/network-profiles-block.ts",
  "OCPPCommCtrlr.NetworkProfileConnectionAttempts": "src/runtime/link/variable-link-settings.ts",
  "OCPPCommCtrlr.OfflineThreshold": "src/station/provisioning/provisioning-block.ts",
  "OCPPCommCtrlr.PublicKeyWithSignedMeterValue": "src/station/metering/metering-settings.ts",
  "OCPPCommCtrlr.QueueAllMessages": "src/station/queued-reports.ts",
  "OCPPCommCtrlr.ResetRetries": "src/station/reset/reset-attempts.ts",
  "OCPPCommCtrlr.RetryBackOffRandomRange": "src/runtime/link/variable-link-settings.ts",
  "OCPPCommCtrlr.RetryBackOffRepeatTimes": "src/runtime/link/variable-link-settings.ts",
  "OCPPCommCtrlr.RetryBackOffWaitMinimum": "src/runtime/link/variable-link-settings.ts",
  "OCPPCommCtrlr.WebSocketPingInterval": "src/station/connection/connection-block.ts",
  "ReservationCtrlr.Enabled": "src/station/reservation/reservation-block.ts",
  "SampledDataCtrlr.Enabled": "src/station/metering/metering-settings.ts",
  "SampledDataCtrlr.RegisterValuesWithoutPhases": "src/station/metering/metering-settings.ts",
  "SampledDataCtrlr.SignReadings": "src/station/metering/metering-settings.ts",
  "SampledDataCtrlr.TxEndedInterval": "src/station/metering/metering-settings.ts",
  "SampledDataCtrlr.TxEndedMeasurands": "src/station/metering/metering-settings.ts",
  "SampledDataCtrlr.TxStartedMeasurands": "src/station/metering/metering-settings.ts",
  "SampledDataCtrlr.TxUpdatedInterval": "src/station/metering/metering-settings.ts",
  "SampledDataCtrlr.TxUpdatedMeasurands": "src/station/metering/metering-settings.ts",
  "SecurityCtrlr.BasicAuthPassword": "src/station/security/password-change.ts",
  "SecurityCtrlr.CertSigningRepeatTimes": "src/station/security/signing-settings.ts",
  "SecurityCtrlr.CertSigningWaitMinimum": "src/station/security/signing-settings.ts",
  "SecurityCtrlr.OrganizationName": "src/station/security/signing-settings.ts",
  "SmartChargingCtrlr.CompositeScheduleDefaultLimitAmps": "src/station/smart-charging/station-situation.ts",
  "SmartChargingCtrlr.CompositeScheduleDefaultLimitWatts": "src/station/smart-charging/station-situation.ts",
  "SmartChargingCtrlr.CompositeScheduleDefaultNumberPhases":
    "src/station/smart-charging/station-situation.ts",
  "SmartChargingCtrlr.Enabled": "src/station/smart-charging/smart-charging-variables.ts",
  "SmartChargingCtrlr.ExternalControlSignalsEnabled": "src/station/smart-charging/external-limits-block.ts",
  "SmartChargingCtrlr.IgnoredProfilePurposesOffline":
    "src/station/smart-charging/smart-charging-variables.ts",
  "SmartChargingCtrlr.LimitChangeSignificance": "src/station/smart-charging/external-limits-block.ts",
  "SmartChargingCtrlr.NotifyChargingLimitWithSchedules":
    "src/station/smart-charging/external-limits-block.ts",
  "SmartChargingCtrlr.OfflineLimitAmps[]": "src/station/smart-charging/csms-absence.ts",
  "SmartChargingCtrlr.OfflineLimitDelay": "src/station/smart-charging/csms-absence.ts",
  "SmartChargingCtrlr.OfflineLimitWatts[]": "src/station/smart-charging/csms-absence.ts",
  "SmartChargingCtrlr.SupplyVoltage": "src/station/smart-charging/evse-power.ts",
  "TariffCostCtrlr.Currency": "src/station/tariff-cost/cost-settings.ts",
  "TariffCostCtrlr.Enabled[]": "src/station/tariff-cost/cost-settings.ts",
  "TariffCostCtrlr.NumberOfDecimalsForCostValues": "src/station/tariff-cost/cost-settings.ts",
  "TariffCostCtrlr.OfflineChargingPrice[]": "src/station/tariff-cost/cost-settings.ts",
  "TariffCostCtrlr.OfflineTariffFallbackMessage": "src/station/tariff-cost/tariff-block.ts",
  "TariffCostCtrlr.OfflineTariffFallbackMessage[]": "src/station/tariff-cost/tariff-block.ts",
  "TariffCostCtrlr.TariffFallbackMessage": "src/station/tariff-cost/tariff-block.ts",
  "TariffCostCtrlr.TariffFallbackMessage[]": "src/station/tariff-cost/tariff-block.ts",
  "TariffCostCtrlr.TotalCostFallbackMessage": "src/station/tariff-cost/fallback-texts.ts",
  "TariffCostCtrlr.TotalCostFallbackMessage[]": "src/station/tariff-cost/fallback-texts.ts",
  "TxCtrlr.EVConnectionTimeOut": "src/runtime/bus/auth-configuration.ts",
  "TxCtrlr.MaxEnergyOnInvalidId": "src/station/transactions/transaction-settings.ts",
  "TxCtrlr.StopTxOnInvalidId": "src/station/transactions/transaction-settings.ts",
  "TxCtrlr.TxStartPoint": "src/station/transactions/transaction-settings.ts",
  "TxCtrlr.TxStopPoint": "src/station/transactions/transaction-settings.ts",
};

/** The same of components of one EVSE. */
export const HONOURED_OF_EVSE: Readonly<Record<string, string>> = {
  "AlignedDataCtrlr.SendDuringIdle": "src/station/metering/metering-block.ts",
};

/**
 * Controllers of OCPP 2.0.1 and 2.1, and components of EVerest's files, of which this program reads no variable that can
 * be set.
 */
const WITHOUT_READER = [
  "ACDERCtrlr",
  "BatterySwapCtrlr",
  "CHAdeMOCtrlr",
  "ChargingStatusIndicator",
  "DCDERCtrlr",
  "DeviceDataCtrlr",
  "OCPP16LegacyCtrlr",
  "PaymentCtrlr",
  "V2XChargingCtrlr",
  "WebPaymentsCtrlr",
];

/** Names that are standardized in every folder. */
const STANDARDIZED_NAMES: ReadonlySet<string> = new Set(
  [...Object.keys(HONOURED).map((name) => name.split(".")[0]!), ...WITHOUT_READER, SLOT_COMPONENT]
    .map(identifierKey),
);
const READERS = byName(HONOURED);
const READERS_OF_EVSE = byName(HONOURED_OF_EVSE);

export interface HonouredComponents {
  readonly components: readonly ComponentDefinition[];
  /** What is reported, but can no longer be set. */
  readonly madeReadOnly: readonly string[];
  /** What can only be written, and so would be good for nothing. */
  readonly leftOut: readonly string[];
}

/**
 * Removes the right to set what would have no effect: of standardized components, where this program owns the value.
 * The variables of network slots are not in the table, since slots come and go: `network-slots.ts` lists what it reads.
 */
export function onlyHonoured(components: readonly ComponentDefinition[]): HonouredComponents {
  const madeReadOnly: string[] = [];
  const leftOut: string[] = [];
  const honoured = components.map((definition) => {
    const { component } = definition;
    if (!isStandardized(definition)) return definition;
    const variables = definition.variables.flatMap((variable) => {
      if (!isSettable(variable) || isRead({ component, variable: variable.variable })) return [variable];
      const attributes = variable.attributes.flatMap(readOnly);
      const name = displayName(component, variable.variable);
      (attributes.length > 0 ? madeReadOnly : leftOut).push(name);
      return attributes.length > 0 ? [{ ...variable, attributes }] : [];
    });
    return { ...definition, variables };
  });
  return { components: honoured, madeReadOnly, leftOut };
}

function isRead({ component, variable }: VariableKey): boolean {
  return isSlotComponent(component)
    ? isSlotVariable(variable.name)
    : readerOf({ component, variable }) !== undefined;
}

function byName(honoured: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(honoured).map(([name, reader]) => [name.toLowerCase(), reader]));
}

function isStandardized({ component, isStandardized }: ComponentDefinition): boolean {
  return isStandardized === true || hasStandardizedName(component);
}

/** Whether OCPP, EVerest or this program defines a component of this name; a maker's own one has another name. */
export function hasStandardizedName({ name }: VariableKey["component"]): boolean {
  return STANDARDIZED_NAMES.has(identifierKey(name));
}

function isSettable({ source, attributes }: VariableDefinition): boolean {
  return source === OCPP_SOURCE && attributes.some(({ mutability }) => mutability !== "ReadOnly");
}

/** The file that reads the variable; undefined when it is in no table, because it cannot be set or is not standardized. */
export function readerOf({ component, variable }: VariableKey): string | undefined {
  const { instance, evse } = component;
  if (instance !== undefined || evse?.connectorId !== undefined) return undefined;
  const readers = evse === undefined ? READERS : READERS_OF_EVSE;
  const instances = variable.instance === undefined ? "" : "[]";
  return readers.get(qualifiedName(component, variable) + instances);
}

function readOnly(attribute: AttributeDefinition): AttributeDefinition[] {
  return attribute.mutability === "WriteOnly" ? [] : [{ ...attribute, mutability: "ReadOnly" }];
}
