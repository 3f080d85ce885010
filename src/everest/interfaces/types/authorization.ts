import {
  array,
  boolean,
  dateTime,
  enumList,
  enumOf,
  type Infer,
  integer,
  object,
  string,
} from "../../codec/mod.ts";
import { certificateHashDataInfo, energyTransferMode } from "./iso15118.ts";
import { messageContent } from "./text-message.ts";

export const idTokenType = enumOf(
  "Central",
  "eMAID",
  "MacAddress",
  "ISO14443",
  "ISO15693",
  "KeyCode",
  "Local",
  "NoAuthorization",
);
export type IdTokenType = Infer<typeof idTokenType>;

export const customIdToken = object({
  value: string({ maxLength: 36 }),
  type: string({ maxLength: 50 }),
});
export type CustomIdToken = Infer<typeof customIdToken>;

export const idToken = object({
  value: string({ maxLength: 36 }),
  type: idTokenType,
}, {
  additional_info: array(customIdToken),
});
export type IdToken = Infer<typeof idToken>;

export const authorizationType = enumOf("OCPP", "RFID", "Autocharge", "PlugAndCharge", "BankCard");
export type AuthorizationType = Infer<typeof authorizationType>;

/** A token presented at the station, or pushed by the CSMS (`authorization_type` OCPP). */
export const providedIdToken = object({
  id_token: idToken,
  authorization_type: authorizationType,
}, {
  request_id: integer(),
  parent_id_token: idToken,
  connectors: array(integer({ minimum: 1 })),
  prevalidated: boolean(),
  certificate: string({ maxLength: 5500 }),
  iso15118CertificateHashData: array(certificateHashDataInfo, { minItems: 1, maxItems: 4 }),
});
export type ProvidedIdToken = Infer<typeof providedIdToken>;

export const authorizationStatus = enumOf(
  "Accepted",
  "Blocked",
  "ConcurrentTx",
  "Expired",
  "Invalid",
  "NoCredit",
  "NotAllowedTypeEVSE",
  "NotAtThisLocation",
  "NotAtThisTime",
  "Unknown",
  "PinRequired",
  "Timeout",
);
export type AuthorizationStatus = Infer<typeof authorizationStatus>;

export const certificateStatus = enumOf(
  "Accepted",
  "SignatureError",
  "CertificateExpired",
  "CertificateRevoked",
  "NoCertificateAvailable",
  "CertChainError",
  "ContractCancelled",
);
export type CertificateStatus = Infer<typeof certificateStatus>;

/** `tariff_messages` is required even when there are none. */
export const validationResult = object({
  authorization_status: authorizationStatus,
  tariff_messages: array(messageContent),
}, {
  certificate_status: certificateStatus,
  expiry_time: dateTime(),
  parent_id_token: idToken,
  evse_ids: array(integer({ minimum: 1 })),
  reservation_id: integer(),
  allowed_energy_transfer_modes: enumList(energyTransferMode, { minItems: 1 }),
});
export type ValidationResult = Infer<typeof validationResult>;

/** Despite its name `connector_id` holds the EVSE id. */
export const validationResultUpdate = object({
  validation_result: validationResult,
  connector_id: integer(),
});
export type ValidationResultUpdate = Infer<typeof validationResultUpdate>;

/** Both fields narrow the request; with neither, every granted authorization is withdrawn. */
export const withdrawAuthorizationRequest = object({}, {
  evse_id: integer(),
  id_token: idToken,
});
export type WithdrawAuthorizationRequest = Infer<typeof withdrawAuthorizationRequest>;

export const withdrawAuthorizationResult = enumOf(
  "Accepted",
  "AuthorizationNotFound",
  "EvseNotFound",
  "Rejected",
);
export type WithdrawAuthorizationResult = Infer<typeof withdrawAuthorizationResult>;

/** `UsedToReauthorize` came with main of 2026-08. */
export const tokenValidationStatus = enumOf(
  "Processing",
  "Accepted",
  "Rejected",
  "TimedOut",
  "UsedToStart",
  "UsedToStop",
  "Withdrawn",
  "UsedToReauthorize",
);
export type TokenValidationStatus = Infer<typeof tokenValidationStatus>;

export const tokenValidationStatusMessage = object({
  token: providedIdToken,
  status: tokenValidationStatus,
}, {
  messages: array(messageContent),
});
export type TokenValidationStatusMessage = Infer<typeof tokenValidationStatusMessage>;
