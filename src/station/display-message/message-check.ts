import { dateTimeMs } from "../../kernel/date-time.ts";
import type { MessageContentType, MessageInfoType } from "../../ocpp/messages.ts";
import { type ReasonCode, statusInfo } from "../../ocpp/reason-codes.ts";
import type { DisplayVerdict } from "../ports/display-port.ts";
import type { DisplayCapabilities } from "./display-capabilities.ts";

/** EVerest's type of a message id has 32 bits. */
const MAX_ID = 2 ** 31 - 1;
/** RFC 5646, limited to tags of at most eight characters. */
const LANGUAGE_TAG = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/;
/** Line breaks and tabs are allowed, so that a text can have several lines. */
const PRINTABLE_ASCII = /^[\t\n\r\x20-\x7e]*$/;

export interface MessageContext {
  readonly nowMs: number;
  isOngoing(transactionId: string): boolean;
}

/** Why the station refuses a message; undefined when it accepts it. */
export function refusalOf(
  message: MessageInfoType,
  { isEnabled, priorities, formats, states, hasDisplay }: DisplayCapabilities,
  { nowMs, isOngoing }: MessageContext,
): DisplayVerdict | undefined {
  if (!isEnabled) return rejected("NotEnabled");
  if (isOutside(priorities, message.priority)) return { status: "NotSupportedPriority" };
  if (isOutside(formats, message.message.format)) return { status: "NotSupportedMessageFormat" };
  if (message.transactionId !== undefined && !isOngoing(message.transactionId)) {
    return { status: "UnknownTransaction" };
  }
  if (message.state !== undefined && isOutside(states, message.state)) return { status: "NotSupportedState" };
  // MessageInfoType.id: greater than or equal to zero.
  if (message.id < 0) return rejected("ValueTooLow", "the id of a message is not negative");
  if (message.id > MAX_ID) return rejected("ValueTooHigh", `the id of a message is at most ${MAX_ID}`);
  // Errata 2025-02 added this.
  if (message.display && !hasDisplay(message.display)) {
    return rejected("NotFound", "the station has no such display");
  }
  return refusalOfPeriod(message, nowMs) ?? refusalOfContent(message.message);
}

function refusalOfPeriod(
  { startDateTime, endDateTime }: MessageInfoType,
  nowMs: number,
): DisplayVerdict | undefined {
  if (endDateTime === undefined) return undefined;
  const endMs = dateTimeMs(endDateTime);
  // It would have to be removed at once.
  if (endMs <= nowMs) return rejected("InvalidValue", "endDateTime has passed");
  if (startDateTime !== undefined && endMs <= dateTimeMs(startDateTime)) {
    return rejected("InvalidValue", "endDateTime is not after startDateTime");
  }
  return undefined;
}

function refusalOfContent({ content, format, language }: MessageContentType): DisplayVerdict | undefined {
  if (language !== undefined && !LANGUAGE_TAG.test(language)) {
    return rejected("InvalidValue", "the language is not a tag of RFC 5646");
  }
  // MessageFormatEnumType
  if (format === "ASCII" && !PRINTABLE_ASCII.test(content)) {
    return rejected("InvalidValue", "the content is not printable ASCII");
  }
  if (format === "URI" && !URL.canParse(content)) return rejected("InvalidURL", "the content is not a URI");
  return undefined;
}

function isOutside(supported: readonly string[] | undefined, value: string): boolean {
  return supported !== undefined && !supported.includes(value);
}

export function rejected(reason: ReasonCode, text?: string): DisplayVerdict {
  return { status: "Rejected", statusInfo: statusInfo(reason, text) };
}
