import { boolean, dateTime, enumOf, type Infer, integer, number, object, string } from "../../codec/mod.ts";
import { evse } from "./ocpp-variable.ts";
import { messageContent } from "./text-message.ts";

export const customData = object({
  vendor_id: string(),
  data: string(),
});
export type CustomData = Infer<typeof customData>;

/** `data` is text that holds JSON. */
export const dataTransferRequest = object({
  vendor_id: string(),
}, {
  message_id: string(),
  data: string(),
  custom_data: customData,
});
export type DataTransferRequest = Infer<typeof dataTransferRequest>;

export const dataTransferStatus = enumOf(
  "Accepted",
  "Rejected",
  "UnknownMessageId",
  "UnknownVendorId",
  "Offline",
);
export type DataTransferStatus = Infer<typeof dataTransferStatus>;

export const dataTransferResponse = object({
  status: dataTransferStatus,
}, {
  data: string(),
  custom_data: customData,
});
export type DataTransferResponse = Infer<typeof dataTransferResponse>;

export const securityEvent = object({
  type: string(),
}, {
  info: string(),
  critical: boolean(),
  timestamp: dateTime(),
});
export type SecurityEvent = Infer<typeof securityEvent>;

export const operationalStatusEnumType = enumOf("Inoperative", "Operative");
export type OperationalStatusEnumType = Infer<typeof operationalStatusEnumType>;

export const changeAvailabilityRequest = object({
  operational_status: operationalStatusEnumType,
}, {
  evse: evse,
});
export type ChangeAvailabilityRequest = Infer<typeof changeAvailabilityRequest>;

export const changeAvailabilityStatusEnumType = enumOf("Accepted", "Rejected", "Scheduled");
export type ChangeAvailabilityStatusEnumType = Infer<typeof changeAvailabilityStatusEnumType>;

export const statusInfoType = object({
  reason_code: string(),
}, {
  additional_info: string(),
});
export type StatusInfoType = Infer<typeof statusInfoType>;

export const changeAvailabilityResponse = object({
  status: changeAvailabilityStatusEnumType,
}, {
  status_info: statusInfoType,
});
export type ChangeAvailabilityResponse = Infer<typeof changeAvailabilityResponse>;

export const transactionEvent = enumOf("Started", "Updated", "Ended");
export type TransactionEvent = Infer<typeof transactionEvent>;

/** `session_id` and `transaction_id` are the same. */
export const ocppTransactionEvent = object({
  transaction_event: transactionEvent,
  session_id: string(),
}, {
  evse: evse,
  transaction_id: string(),
});
export type OcppTransactionEvent = Infer<typeof ocppTransactionEvent>;

export const ocppTransactionEventResponse = object({
  original_transaction_event: ocppTransactionEvent,
}, {
  total_cost: number(),
  charging_priority: integer(),
  personal_message: messageContent,
});
export type OcppTransactionEventResponse = Infer<typeof ocppTransactionEventResponse>;

export const registrationStatus = enumOf("Accepted", "Pending", "Rejected");
export type RegistrationStatus = Infer<typeof registrationStatus>;

export const bootNotificationResponse = object({
  status: registrationStatus,
  current_time: dateTime(),
  interval: integer(),
}, {
  status_info: statusInfoType,
});
export type BootNotificationResponse = Infer<typeof bootNotificationResponse>;

export const messageDirection = enumOf("CSMSToChargingStation", "ChargingStationToCSMS");
export type MessageDirection = Infer<typeof messageDirection>;

/** One OCPP-J message as it went over the WebSocket. */
export const message = object({
  message: string(),
  direction: messageDirection,
}, {
  version: string(),
});
export type Message = Infer<typeof message>;

/** Details of the connection to the CSMS (main of 2026-08). */
export const connectionStatus = object({
  connected: boolean(),
}, {
  csms_url: string(),
  identity: string(),
  security_profile: integer(),
  configuration_slot: integer(),
  ocpp_interface: string(),
  ocpp_transport: string(),
  ocpp_version: string(),
});
export type ConnectionStatus = Infer<typeof connectionStatus>;
