import type { DataEnumType, MutabilityEnumType } from "../../../src/ocpp/messages.ts";

/** What part 2 demands of a variable that every station must have. */
export interface Requirement {
  readonly dataType: DataEnumType;
  /** Any of these. */
  readonly mutability: readonly MutabilityEnumType[];
}

const READ: readonly MutabilityEnumType[] = ["ReadOnly"];
const WRITE: readonly MutabilityEnumType[] = ["ReadWrite"];
const EITHER: readonly MutabilityEnumType[] = ["ReadOnly", "ReadWrite"];

const table = (
  rows: Readonly<Record<string, readonly [DataEnumType, readonly MutabilityEnumType[]]>>,
): ReadonlyMap<string, Requirement> =>
  new Map(Object.entries(rows).map(([name, [dataType, mutability]]) => [name, { dataType, mutability }]));

/** Part 2, §2.1 to §2.12 (Required: yes) of the functional blocks that every station has. */
export const REQUIRED_VARIABLES = table({
  "AlignedDataCtrlr.Interval": ["integer", WRITE],
  "AlignedDataCtrlr.Measurands": ["MemberList", WRITE],
  "AlignedDataCtrlr.TxEndedInterval": ["integer", WRITE],
  "AlignedDataCtrlr.TxEndedMeasurands": ["MemberList", WRITE],
  "AuthCtrlr.AuthorizeRemoteStart": ["boolean", EITHER],
  "AuthCtrlr.LocalAuthorizeOffline": ["boolean", WRITE],
  "AuthCtrlr.LocalPreAuthorize": ["boolean", WRITE],
  "ClockCtrlr.DateTime": ["dateTime", READ],
  "ClockCtrlr.TimeSource": ["SequenceList", WRITE],
  "DeviceDataCtrlr.BytesPerMessage(GetReport)": ["integer", READ],
  "DeviceDataCtrlr.BytesPerMessage(GetVariables)": ["integer", READ],
  "DeviceDataCtrlr.BytesPerMessage(SetVariables)": ["integer", READ],
  "DeviceDataCtrlr.ItemsPerMessage(GetReport)": ["integer", READ],
  "DeviceDataCtrlr.ItemsPerMessage(GetVariables)": ["integer", READ],
  "DeviceDataCtrlr.ItemsPerMessage(SetVariables)": ["integer", READ],
  "OCPPCommCtrlr.FileTransferProtocols": ["MemberList", READ],
  "OCPPCommCtrlr.MessageAttemptInterval(TransactionEvent)": ["integer", WRITE],
  "OCPPCommCtrlr.MessageAttempts(TransactionEvent)": ["integer", WRITE],
  "OCPPCommCtrlr.MessageTimeout(Default)": ["integer", READ],
  "OCPPCommCtrlr.NetworkConfigurationPriority": ["SequenceList", WRITE],
  "OCPPCommCtrlr.NetworkProfileConnectionAttempts": ["integer", WRITE],
  "OCPPCommCtrlr.OfflineThreshold": ["integer", WRITE],
  "OCPPCommCtrlr.ResetRetries": ["integer", WRITE],
  "OCPPCommCtrlr.UnlockOnEVSideDisconnect": ["boolean", EITHER],
  "SampledDataCtrlr.TxEndedInterval": ["integer", WRITE],
  "SampledDataCtrlr.TxEndedMeasurands": ["MemberList", WRITE],
  "SampledDataCtrlr.TxStartedMeasurands": ["MemberList", WRITE],
  "SampledDataCtrlr.TxUpdatedInterval": ["integer", WRITE],
  "SampledDataCtrlr.TxUpdatedMeasurands": ["MemberList", WRITE],
  "SecurityCtrlr.CertificateEntries": ["integer", READ],
  "SecurityCtrlr.OrganizationName": ["string", WRITE],
  "SecurityCtrlr.SecurityProfile": ["integer", READ],
  "TxCtrlr.EVConnectionTimeOut": ["integer", WRITE],
  "TxCtrlr.StopTxOnEVSideDisconnect": ["boolean", EITHER],
  "TxCtrlr.StopTxOnInvalidId": ["boolean", WRITE],
  "TxCtrlr.TxStartPoint": ["MemberList", EITHER],
  "TxCtrlr.TxStopPoint": ["MemberList", EITHER],
});

/** Part 2, §2.13: the charging infrastructure, for this many EVSEs with one connector each. */
export function requiredInfrastructure(evses: number): ReadonlyMap<string, Requirement> {
  const ids = Array.from({ length: evses }, (_, index) => index + 1);
  return new Map([
    ...table({
      "ChargingStation.Available": ["boolean", READ],
      "ChargingStation.AvailabilityState": ["OptionList", READ],
      "ChargingStation.SupplyPhases": ["integer", READ],
    }),
    ...ids.flatMap((id) => [
      ...table({
        [`EVSE[${id}].Available`]: ["boolean", READ],
        [`EVSE[${id}].AvailabilityState`]: ["OptionList", READ],
        [`EVSE[${id}].Power`]: ["decimal", READ],
        [`EVSE[${id}].SupplyPhases`]: ["integer", READ],
        [`Connector[${id}.1].Available`]: ["boolean", READ],
        [`Connector[${id}.1].ConnectorType`]: ["string", READ],
        [`Connector[${id}.1].SupplyPhases`]: ["integer", READ],
      }),
    ]),
  ]);
}
