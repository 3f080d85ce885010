import { array, dateTime, enumOf, type Infer, integer, object, string } from "../../codec/mod.ts";
import { messageContent } from "./text-message.ts";

export const identifierType = enumOf("IdToken", "SessionId", "TransactionId");
export type IdentifierType = Infer<typeof identifierType>;

export const messagePriorityEnum = enumOf("AlwaysFront", "InFront", "NormalCycle");
export type MessagePriorityEnum = Infer<typeof messagePriorityEnum>;

export const messageStateEnum = enumOf(
  "Charging",
  "Faulted",
  "Idle",
  "Unavailable",
  "Suspending",
  "Discharging",
);
export type MessageStateEnum = Infer<typeof messageStateEnum>;

/** A message for the display; replaced by one with the same id or identifier. */
export const displayMessage = object({
  message: messageContent,
}, {
  id: integer(),
  priority: messagePriorityEnum,
  state: messageStateEnum,
  timestamp_from: dateTime(),
  timestamp_to: dateTime(),
  identifier_id: string({ maxLength: 36 }),
  identifier_type: identifierType,
  qr_code: string(),
});
export type DisplayMessage = Infer<typeof displayMessage>;

export const displayMessageStatusEnum = enumOf(
  "Accepted",
  "NotSupportedMessageFormat",
  "Rejected",
  "NotSupportedPriority",
  "NotSupportedState",
  "UnknownTransaction",
);
export type DisplayMessageStatusEnum = Infer<typeof displayMessageStatusEnum>;

export const setDisplayMessageResponse = object({
  status: displayMessageStatusEnum,
}, {
  status_info: string(),
});
export type SetDisplayMessageResponse = Infer<typeof setDisplayMessageResponse>;

export const getDisplayMessageRequest = object({}, {
  id: array(integer()),
  priority: messagePriorityEnum,
  state: messageStateEnum,
});
export type GetDisplayMessageRequest = Infer<typeof getDisplayMessageRequest>;

export const getDisplayMessageResponse = object({}, {
  status_info: string(),
  messages: array(displayMessage),
});
export type GetDisplayMessageResponse = Infer<typeof getDisplayMessageResponse>;

export const clearDisplayMessageRequest = object({
  id: integer(),
});
export type ClearDisplayMessageRequest = Infer<typeof clearDisplayMessageRequest>;

export const clearMessageResponseEnum = enumOf("Accepted", "Unknown");
export type ClearMessageResponseEnum = Infer<typeof clearMessageResponseEnum>;

export const clearDisplayMessageResponse = object({
  status: clearMessageResponseEnum,
}, {
  status_info: string(),
});
export type ClearDisplayMessageResponse = Infer<typeof clearDisplayMessageResponse>;
