import { firstCharacters } from "./first-characters.ts";
import type { StatusInfoType } from "./messages.ts";

/**
 * The reason codes of part 2, appendix 5, those that errata 2025-09 adds to B09, and EVerest's own for a
 * remote start without EVSE; each with the additionalInfo sent when there is no more precise text.
 */
export const REASON_TEXTS = {
  CSNotAccepted: "The CSMS has not accepted this charging station yet",
  DuplicateProfile: "Another charging profile has the same stack level and purpose at the same time",
  DuplicateRequestId: "This requestId was used before",
  FixedCable: "The cable is fixed to the connector",
  FwUpdateInProgress: "A firmware update is in progress",
  InternalError: "The charging station failed to do this",
  InvalidCertificate: "The certificate is not valid",
  InvalidConfSlot: "The configuration slot is not in the values list of NetworkConfigurationPriority",
  InvalidCSR: "The certificate signing request is not valid",
  InvalidIdToken: "The idToken is not valid",
  InvalidMessageSeq: "This message is not expected now",
  InvalidNetworkConf: "The network connection profile cannot be used",
  InvalidProfile: "The charging profile is not valid",
  InvalidSchedule: "The charging schedule is not valid",
  InvalidStackLevel: "The stack level is not valid",
  InvalidURL: "The URL is not valid",
  InvalidValue: "The value is not valid",
  MissingDevModelInfo: "The device model lacks what this needs",
  MissingParam: "A parameter that this needs is missing",
  NoCable: "No cable is plugged in",
  NoError: "",
  NoEvseAvailable: "No EVSE is available",
  NoSecurityDowngrade: "The security profile must not become lower",
  NotEnabled: "The feature is not enabled",
  NotFound: "Nothing matches",
  OutOfMemory: "There is not enough memory",
  OutOfStorage: "There is not enough storage",
  PriorityNetworkConf: "The network configuration is in use or in NetworkConfigurationPriority",
  ReadOnly: "The variable cannot be written",
  TooLargeElement: "An element is too large",
  TooManyElements: "There are too many elements",
  TxInProgress: "A transaction is in progress",
  TxNotFound: "There is no such transaction",
  TxStarted: "A transaction has already started",
  UnknownConnectorId: "The EVSE has no such connector",
  UnknownConnectorType: "The EVSE has no connector of this type",
  UnknownEvse: "There is no such EVSE",
  UnknownTxId: "There is no transaction with this id",
  Unspecified: "",
  UnsupportedParam: "A parameter is not supported",
  UnsupportedRateUnit: "The charging rate unit is not supported",
  UnsupportedRequest: "The request is not supported",
  ValueOutOfRange: "The value is out of range",
  ValuePositiveOnly: "The value must be greater than zero",
  ValueTooHigh: "The value is too high",
  ValueTooLow: "The value is too low",
  ValueZeroNotAllowed: "The value must not be zero",
  WriteOnly: "The variable cannot be read",
} as const;

export type ReasonCode = keyof typeof REASON_TEXTS;

/** Longest StatusInfoType.additionalInfo, in characters. */
const MAX_ADDITIONAL_INFO = 512;

/** The statusInfo of a response; `additionalInfo` replaces the catalogue's text and is cut to what the schema allows. */
export function statusInfo(
  reasonCode: ReasonCode,
  additionalInfo: string = REASON_TEXTS[reasonCode],
): StatusInfoType {
  if (additionalInfo === "") return { reasonCode };
  return { reasonCode, additionalInfo: firstCharacters(additionalInfo, MAX_ADDITIONAL_INFO) };
}
