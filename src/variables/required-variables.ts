import type { ComponentDefinition } from "./definition.ts";
import type { VariableKey } from "./device-model.ts";
import { displayName } from "./variable-id.ts";

/** Part 2, §2.1 to §2.12: the variables with "Required: yes". */
const REQUIRED: readonly string[] = [
  "AlignedDataCtrlr.Interval",
  "AlignedDataCtrlr.Measurands",
  "AlignedDataCtrlr.TxEndedInterval",
  "AlignedDataCtrlr.TxEndedMeasurands",
  "AuthCtrlr.AuthorizeRemoteStart",
  "AuthCtrlr.LocalAuthorizeOffline",
  "AuthCtrlr.LocalPreAuthorize",
  "ClockCtrlr.DateTime",
  "ClockCtrlr.TimeSource",
  "DeviceDataCtrlr.BytesPerMessage(GetReport)",
  "DeviceDataCtrlr.BytesPerMessage(GetVariables)",
  "DeviceDataCtrlr.BytesPerMessage(SetVariables)",
  "DeviceDataCtrlr.ItemsPerMessage(GetReport)",
  "DeviceDataCtrlr.ItemsPerMessage(GetVariables)",
  "DeviceDataCtrlr.ItemsPerMessage(SetVariables)",
  "OCPPCommCtrlr.FileTransferProtocols",
  "OCPPCommCtrlr.MessageAttemptInterval(TransactionEvent)",
  "OCPPCommCtrlr.MessageAttempts(TransactionEvent)",
  "OCPPCommCtrlr.MessageTimeout(Default)",
  "OCPPCommCtrlr.NetworkConfigurationPriority",
  "OCPPCommCtrlr.NetworkProfileConnectionAttempts",
  "OCPPCommCtrlr.OfflineThreshold",
  "OCPPCommCtrlr.ResetRetries",
  "OCPPCommCtrlr.UnlockOnEVSideDisconnect",
  "SampledDataCtrlr.TxEndedInterval",
  "SampledDataCtrlr.TxEndedMeasurands",
  "SampledDataCtrlr.TxStartedMeasurands",
  "SampledDataCtrlr.TxUpdatedInterval",
  "SampledDataCtrlr.TxUpdatedMeasurands",
  "SecurityCtrlr.CertificateEntries",
  "SecurityCtrlr.OrganizationName",
  "SecurityCtrlr.SecurityProfile",
  "TxCtrlr.EVConnectionTimeOut",
  "TxCtrlr.StopTxOnEVSideDisconnect",
  "TxCtrlr.StopTxOnInvalidId",
  "TxCtrlr.TxStartPoint",
  "TxCtrlr.TxStopPoint",
];

const REQUIRED_NAMES: ReadonlySet<string> = new Set(REQUIRED.map((name) => name.toLowerCase()));

/** Whether OCPP demands the variable of every station. */
export function isRequired({ component, variable }: VariableKey): boolean {
  return REQUIRED_NAMES.has(displayName(component, variable).toLowerCase());
}

/** The required variables that a component configuration lacks. */
export function missingRequired(components: readonly ComponentDefinition[]): readonly string[] {
  const present = new Set(
    components.flatMap(({ component, variables }) =>
      variables.map(({ variable }) => displayName(component, variable).toLowerCase())
    ),
  );
  return REQUIRED.filter((name) => !present.has(name.toLowerCase()));
}
