import { fromConnectorType, toConnectorType } from "../../../../src/bridge/connector-types.ts";
import { toEnergyTransferMode } from "../../../../src/bridge/energy-transfer-modes.ts";
import { toChargingNeeds } from "../../../../src/bridge/iso15118-charging-needs.ts";
import { toTransactionEvent } from "../../../../src/bridge/provided-ocpp-events.ts";
import {
  toStoppedReason,
  toStopTransactionReason,
  toStopTrigger,
} from "../../../../src/bridge/everest-stop-reasons.ts";
import {
  toPresentedCredentials,
  toPresentedToken,
  toProvidedIdToken,
} from "../../../../src/bridge/tokens.ts";
import { toValidationResult } from "../../../../src/bridge/validation-result.ts";
import { idTokenType } from "../../../../src/everest/interfaces/types/authorization.ts";
import { connectorTypeEnum } from "../../../../src/everest/interfaces/types/evse-manager.ts";
import { energyTransferMode } from "../../../../src/everest/interfaces/types/iso15118.ts";
import { stopTransactionReason } from "../../../../src/everest/interfaces/types/session-event.ts";
import { everestWords, ocppWords, tableTest, unchanged } from "./word-table.ts";

const silent = () => {};

const TOKEN_TYPES = unchanged(
  ...["Central", "eMAID", "MacAddress", "ISO14443"] as const,
  ...["ISO15693", "KeyCode", "Local", "NoAuthorization"] as const,
);
tableTest({
  name: "EVerest's token types in Authorize",
  of: everestWords(idTokenType),
  words: TOKEN_TYPES,
  translate: (type) =>
    toPresentedCredentials({ id_token: { value: "t", type }, authorization_type: "RFID" }).idToken.type,
});
tableTest({
  name: "EVerest's token types in session events",
  of: everestWords(idTokenType),
  words: TOKEN_TYPES,
  translate: (type) =>
    toPresentedToken({ id_token: { value: "t", type }, authorization_type: "RFID" }, silent)?.idToken.type,
});
tableTest({
  name: "OCPP's token types in remote starts",
  of: ocppWords("IdTokenEnumType"),
  words: TOKEN_TYPES,
  translate: (type) =>
    toProvidedIdToken({ idToken: { idToken: "t", type }, remoteStartId: 1, prevalidated: false }).id_token
      .type,
});

tableTest({
  name: "OCPP's authorization statuses",
  of: ocppWords("AuthorizationStatusEnumType"),
  words: unchanged(
    ...["Accepted", "Blocked", "ConcurrentTx", "Expired", "Invalid", "NoCredit"] as const,
    ...["NotAllowedTypeEVSE", "NotAtThisLocation", "NotAtThisTime", "Unknown"] as const,
  ),
  translate: (status) => toValidationResult({ status }, silent).authorization_status,
});
tableTest({
  name: "OCPP's statuses of contract certificates",
  of: ocppWords("AuthorizeCertificateStatusEnumType"),
  words: unchanged(
    ...["Accepted", "SignatureError", "CertificateExpired", "CertificateRevoked"] as const,
    ...["NoCertificateAvailable", "CertChainError", "ContractCancelled"] as const,
  ),
  translate: (status) => toValidationResult({ status: "Accepted" }, silent, status).certificate_status,
});

const REASONS = unchanged(
  ...["DeAuthorized", "EmergencyStop", "EnergyLimitReached", "EVDisconnected", "GroundFault"] as const,
  ...["Local", "LocalOutOfCredit", "MasterPass", "Other", "OvercurrentFault", "PowerLoss"] as const,
  ...["PowerQuality", "Reboot", "Remote", "SOCLimitReached", "StoppedByEV"] as const,
  ...["TimeLimitReached", "Timeout"] as const,
);
tableTest({
  name: "EVerest's reasons to stop",
  of: everestWords(stopTransactionReason),
  words: {
    ...REASONS,
    HardReset: "ImmediateReset",
    SoftReset: "Other",
    UnlockCommand: "Other",
    ReqEnergyTransferRejected: "Other",
    EVSEDisabled: "Other",
  },
  translate: (reason) => toStoppedReason(reason),
});
tableTest({
  name: "EVerest's reasons to stop, where only the trigger has a word of its own in OCPP",
  of: ["UnlockCommand", "SoftReset", "EVSEDisabled", "ReqEnergyTransferRejected", "Other", "Local"],
  words: {
    UnlockCommand: "UnlockCommand",
    SoftReset: "ResetCommand",
    EVSEDisabled: undefined,
    ReqEnergyTransferRejected: undefined,
    Other: undefined,
    Local: undefined,
  },
  translate: (reason) => toStopTrigger(reason),
});
tableTest({
  name: "OCPP's reasons to stop",
  of: ocppWords("ReasonEnumType"),
  words: { ...REASONS, ImmediateReset: "HardReset" },
  translate: toStopTransactionReason,
});

const CONNECTORS = unchanged(
  ...["cCCS1", "cCCS2", "cG105", "cTesla", "cType1", "cType2", "sBS1361", "sType2", "sType3"] as const,
  ...["Other1PhMax16A", "Other1PhOver16A", "Other3Ph", "Pan", "wInductive", "wResonant"] as const,
  ...["Undetermined", "Unknown"] as const,
);
tableTest({
  name: "EVerest's connector types",
  of: everestWords(connectorTypeEnum),
  words: {
    ...CONNECTORS,
    cMCS: "Unknown",
    s309_1P_16A: "s309-1P-16A",
    s309_1P_32A: "s309-1P-32A",
    s309_3P_16A: "s309-3P-16A",
    s309_3P_32A: "s309-3P-32A",
    sCEE_7_7: "sCEE-7-7",
  },
  translate: toConnectorType,
});
tableTest({
  name: "OCPP's connector types",
  of: ocppWords("ConnectorEnumType"),
  words: {
    ...CONNECTORS,
    "s309-1P-16A": "s309_1P_16A",
    "s309-1P-32A": "s309_1P_32A",
    "s309-3P-16A": "s309_3P_16A",
    "s309-3P-32A": "s309_3P_32A",
    "sCEE-7-7": "sCEE_7_7",
  },
  translate: fromConnectorType,
});

tableTest({
  name: "EVerest's energy transfer modes in the device model, with the names of OCPP 2.1",
  of: everestWords(energyTransferMode),
  words: {
    AC_single_phase_core: "AC_single_phase",
    AC_two_phase: "AC_two_phase",
    AC_three_phase_core: "AC_three_phase",
    DC_core: "DC",
    DC_extended: "DC",
    DC_combo_core: "DC",
    DC_unique: "DC",
    DC: "DC",
    MCS: "DC",
    AC_BPT: "AC_BPT",
    AC_BPT_DER: "AC_BPT_DER",
    AC_DER: "AC_DER",
    AC_DER_IEC: "AC_DER",
    AC_DER_SAE: "AC_DER",
    DC_BPT: "DC_BPT",
    DC_ACDP: "DC_ACDP",
    DC_ACDP_BPT: "DC_ACDP_BPT",
    MCS_BPT: "DC_BPT",
    WPT: "WPT",
  },
  translate: toEnergyTransferMode,
});

const AC = { energy_amount: 1, ev_min_current: 1, ev_max_current: 1, ev_max_voltage: 1 };
const DC = { ev_max_current: 1, ev_max_voltage: 1 };
const REQUESTED = {
  DC_core: "DC",
  DC_extended: "DC",
  DC_combo_core: "DC",
  DC_unique: "DC",
  DC: "DC",
  MCS: "DC",
  DC_BPT: "DC",
  DC_ACDP: "DC",
  DC_ACDP_BPT: "DC",
  MCS_BPT: "DC",
  AC_single_phase_core: "AC_single_phase",
  AC_two_phase: "AC_two_phase",
  AC_three_phase_core: "AC_three_phase",
  AC_BPT: "AC_three_phase",
  AC_BPT_DER: "AC_three_phase",
  AC_DER: "AC_three_phase",
  AC_DER_IEC: "AC_three_phase",
  AC_DER_SAE: "AC_three_phase",
} as const;
tableTest({
  name: "EVerest's energy transfer modes that an EV asks for with AC parameters",
  of: everestWords(energyTransferMode),
  words: { ...REQUESTED, WPT: "AC_three_phase" },
  translate: (mode) =>
    toChargingNeeds({ requested_energy_transfer: mode, ac_charging_parameters: AC }, silent)
      ?.requestedEnergyTransfer,
});
tableTest({
  name: "EVerest's energy transfer modes that an EV asks for with DC parameters",
  of: everestWords(energyTransferMode),
  words: { ...REQUESTED, WPT: "DC" },
  translate: (mode) =>
    toChargingNeeds({ requested_energy_transfer: mode, dc_charging_parameters: DC }, silent)
      ?.requestedEnergyTransfer,
});

tableTest({
  name: "OCPP's transaction events",
  of: ocppWords("TransactionEventEnumType"),
  words: unchanged("Started", "Updated", "Ended"),
  translate: (eventType) =>
    toTransactionEvent({
      eventType,
      timestamp: "2026-01-15T10:00:00.000Z",
      triggerReason: "Trigger",
      seqNo: 0,
      transactionInfo: { transactionId: "t" },
    }).transaction_event,
});
