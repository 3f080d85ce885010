import type { IntendedDifference } from "./explain.ts";

/** The components of EVerest's other modules, made from its configuration. */
const EVEREST_MODULE =
  /API|Auth|DummyTokenProviderManual|EnergyManager|EnergyNode|ErrorHistory|EvAPI|EvManager|EvseManager|EvseSecurity|OCPP201|PersistentStore|System|YetiSimulator/
    .source;

/** Of components of our own, i.e. of any but those of EVerest's other modules. */
const OURS = new RegExp(`NotifyReport [1-5] (?!(${EVEREST_MODULE})[ [\\]]).*`);

const IN_REPORTS = { run1: "some", run3: "some" } as const;
const IN_RUN1 = { run1: "some" } as const;

function onlyRecorded(variables: RegExp, source: string, reason: string): IntendedDifference {
  const stream = new RegExp(`NotifyReport [1-5] (${variables.source})`);
  return { what: "missing", stream, times: IN_RUN1, source, reason };
}

function onlyOurs(variables: RegExp, source: string, reason: string): IntendedDifference {
  const stream = new RegExp(`NotifyReport [1-5] (${variables.source})`);
  return { what: "extra", stream, times: IN_RUN1, source, reason };
}

/** What the stations report of their device models: run1 asks for everything, run3 for a summary. */
export const REPORT_DIFFERENCES: readonly IntendedDifference[] = [
  {
    what: "changed",
    stream: /NotifyReport (3|301) .* \/ AvailabilityState/,
    path: /variableCharacteristics/,
    times: { run1: 3, run3: 3 },
    source: "part 2, NotifyReportRequest",
    reason: "a summary says what its values may be, as every report does",
  },
  {
    what: "missing",
    stream: /NotifyReport (3|301) Connector [12]\/1 \/ AvailabilityState/,
    times: { run1: 2, run3: 2 },
    source: "part 2, ReportBaseEnumType.SummaryInventory",
    reason: "of a connector only where it differs from that of the EVSE",
  },
  {
    what: "changed",
    stream: /NotifyReport 301 EVSE [12] \/ AvailabilityState/,
    path: /variableAttribute\[0\]\.value/,
    ours: /"Available"/,
    times: { run3: 2 },
    source: "defect of the reference",
    reason:
      "its device model still had the state of before the reboot; its StatusNotification said Available",
  },
  {
    what: "changed",
    stream: /NotifyReport .*/,
    path: /variableAttribute\[0\]\.(constant|persistent)/,
    times: IN_REPORTS,
    source: "part 2, VariableAttributeType",
    reason: "false is what their absence says, and live values do not survive a reboot",
  },
  {
    what: "changed",
    stream: /NotifyReport .*/,
    path: /variableCharacteristics\.supportsMonitoring/,
    times: IN_RUN1,
    source: "not part of this: N02-N08",
    reason: "what can be monitored is our own choice, of which nothing follows yet",
  },
  {
    what: "changed",
    stream: OURS,
    path: /variableCharacteristics\.(minLimit|maxLimit|unit|valuesList)/,
    times: IN_RUN1,
    source: "B05.FR.07, B05.FR.09",
    reason: "every value has the limits and lists that are enforced; those of the reference are mostly open",
  },
  {
    what: "changed",
    stream: OURS,
    path: /variableAttribute\[0\]\.mutability/,
    ours: /"ReadOnly"/,
    times: IN_RUN1,
    source: "B05.FR.09",
    reason: "what only a restart or a look into the station could honour is not writable by the CSMS",
  },
  {
    what: "changed",
    stream: OURS,
    path: /variableAttribute\[0\]\.value/,
    times: IN_RUN1,
    source: "B07.FR.08",
    reason:
      "the limits, features and identities of this station, where the recorded device model had its own or none",
  },
  {
    what: "changed",
    stream: /NotifyReport [1-5] (OCPP201|System)\[.*/,
    path: /variableAttribute\[0\]\.value/,
    times: IN_RUN1,
    source: "none: the replay",
    reason: "files lie in other directories here",
  },

  onlyRecorded(
    /(OCPP16LegacyCtrlr|ChargingStatusIndicator) .*/,
    "no setting is accepted and ignored (docs/device-model.md)",
    "components of OCPP 1.6, or without hardware behind them",
  ),
  onlyRecorded(
    /(Clock|Customization|DeviceData|Internal|OCPPComm|Security|Tx)Ctrlr \/ Enabled/,
    "part 2, 2.1: Controller Components",
    "what cannot be switched off has no switch",
  ),
  onlyRecorded(
    /(Clock|Internal|ISO15118|OCPPComm|DeviceData|Tx|Customization)Ctrlr \/ .*|ChargingStation \/ AllowNewSessions.*/,
    "no setting is accepted and ignored (docs/device-model.md)",
    "settings of the C++ module's libraries, and optional variables that nothing would honour",
  ),
  onlyRecorded(
    /ChargingStation \/ (PhaseRotation|Problem)/,
    "B07.FR.07",
    "the operator cannot set them, so they are no configuration",
  ),
  onlyRecorded(
    /SmartChargingCtrlr \/ .*/,
    "not part of this: OCPP 2.1",
    "variables of profiles that OCPP 2.0.1 does not have",
  ),
  onlyRecorded(
    /TariffCostCtrlr \/ .*/,
    "whitepaper on California pricing: fallback messages in several languages",
    "the languages of the texts are those that the station can show",
  ),
  onlyRecorded(
    /ConnectedEV [12] \/ VehicleCertificate/,
    "docs/differences.md: ConnectedEV",
    "one instance per certificate of the chain",
  ),

  onlyOurs(
    /.*Ctrlr \/ Available|Display \/ .*/,
    "part 2, 2.1: Controller Components",
    "every controller says whether it is there",
  ),
  onlyOurs(
    /(EVSE \d|Connector \d\/1) \/ Problem/,
    "part 2, appendix: EVSE, Connector",
    "where a problem is belongs to the component that has it",
  ),
  onlyOurs(
    /ConnectedEV [12] \/ VehicleCertificate\[\w+\]/,
    "docs/differences.md: ConnectedEV",
    "one instance per certificate",
  ),
  onlyOurs(
    /TariffCostCtrlr \/ (Offline)?(Tariff|TotalCost)FallbackMessage\[[\w-]+\]/,
    "whitepaper on California pricing: fallback messages in several languages",
    "a text for every language that the station can show",
  ),
  onlyOurs(
    /SmartChargingCtrlr \/ OfflineLimit.*/,
    "docs/device-model.md",
    "limits for the time in which the CSMS is gone",
  ),
  onlyOurs(/InternalCtrlr \/ .*/, "docs/device-model.md", "settings of this module"),
  onlyOurs(
    /NetworkConfiguration\[\d\] \/ .*/,
    "docs/operation.md: network profiles",
    "the network profiles one by one",
  ),
  onlyOurs(
    /SecurityCtrlr \/ AllowSecurityProfileDowngrade|LocalAuthListCtrlr \/ SupportsExpiryDateTime|ChargingStation \/ AllowNewSessionsPendingFirmwareUpdate/,
    "part 2, 2: variables; L01.FR.07",
    "variables that the reference lacks, or has misspelt",
  ),
];
