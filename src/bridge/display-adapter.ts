import type { DisplayMessageClient } from "../everest/interfaces/display-message.ts";
import type {
  DisplayMessage,
  GetDisplayMessageRequest,
  MessageStateEnum,
  SetDisplayMessageResponse,
} from "../everest/interfaces/types/display-message.ts";
import type { MessageContent } from "../everest/interfaces/types/text-message.ts";
import { toTimestamp } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import type { MessageContentType, MessageInfoType, MessageStateEnumType } from "../ocpp/messages.ts";
import { statusInfo } from "../ocpp/reason-codes.ts";
import type { DisplayPort, DisplayVerdict, MessageQuery } from "../station/ports/display-port.ts";
import { COMMAND_TIMEOUT_MS } from "./command-timeouts.ts";
import type { Complain } from "./complaint.ts";
import { parseTimestamp, withinFourDigitYears } from "./timestamps.ts";

const MAX_ID = 2 ** 31 - 1;
/** Longest content and language of a message in OCPP. */
const MAX_CONTENT = 512;
const MAX_LANGUAGE = 8;

/** The display module that EVerest connected. */
export function createDisplayPort(display: DisplayMessageClient, log: Logger): DisplayPort {
  const complain = (reason: string) => log.warning("a message of the display is left out", { reason });
  const set = async (messages: readonly DisplayMessage[]): Promise<DisplayVerdict> => {
    const answer = await display.setDisplayMessage(messages, COMMAND_TIMEOUT_MS);
    if (answer.kind === "result") return fromSetResponse(answer.value);
    return { status: "Rejected", statusInfo: statusInfo("InternalError", answer.reason) };
  };
  return {
    set: (messages) => set(messages.map(toDisplayMessage)),
    async list(query) {
      const answer = await display.getDisplayMessages(toQuery(query), COMMAND_TIMEOUT_MS);
      if (answer.kind === "failed") return undefined;
      return (answer.value.messages ?? []).flatMap((message) => fromDisplayMessage(message, complain) ?? []);
    },
    async clear(id) {
      if (!isDisplayId(id)) return "unknown";
      const answer = await display.clearDisplayMessage({ id }, COMMAND_TIMEOUT_MS);
      if (answer.kind === "failed") return "failed";
      return answer.value.status === "Accepted" ? "cleared" : "unknown";
    },
    showAbout: (transactionId, texts) =>
      set(texts.map((text): DisplayMessage => ({
        priority: "NormalCycle",
        identifier_id: transactionId,
        identifier_type: "TransactionId",
        message: toMessageContent(text),
      }))),
  };
}

/** A message of the CSMS in EVerest's form, which cannot name one of several displays. */
export function toDisplayMessage(
  { id, priority, state, startDateTime, endDateTime, transactionId, message }: MessageInfoType,
): DisplayMessage {
  const from = startDateTime === undefined ? undefined : parseTimestamp(startDateTime);
  const to = endDateTime === undefined ? undefined : parseTimestamp(endDateTime);
  return {
    id,
    // The display cycles through messages of the same priority.
    priority,
    ...(state === undefined ? {} : { state }),
    // The display does not show the message earlier.
    ...(from === undefined ? {} : { timestamp_from: toTimestamp(withinFourDigitYears(from)) }),
    ...(to === undefined ? {} : { timestamp_to: toTimestamp(withinFourDigitYears(to)) }),
    ...(transactionId === undefined ? {} : { identifier_id: transactionId }),
    // Also without an identifier, as displays for EVerest's own module expect.
    identifier_type: "TransactionId",
    message: toMessageContent(message),
  };
}

/** Undefined, with a complaint, for a message that the CSMS cannot have set. */
export function fromDisplayMessage(shown: DisplayMessage, complain: Complain): MessageInfoType | undefined {
  const { id, priority, state } = shown;
  // Other modules display messages too, such as prices; the CSMS does not list them.
  if (id === undefined || priority === undefined) return undefined;
  const message = fromMessageContent(shown.message);
  const shownIn = state === undefined ? {} : toState(state);
  if (!message || !shownIn) {
    complain(`OCPP 2.0.1 has no such state or content as that of message ${id}`);
    return undefined;
  }
  const from = shown.timestamp_from === undefined ? undefined : parseTimestamp(shown.timestamp_from);
  const to = shown.timestamp_to === undefined ? undefined : parseTimestamp(shown.timestamp_to);
  const { identifier_id: identifier, identifier_type: kind } = shown;
  return {
    id,
    priority,
    ...shownIn,
    ...(from === undefined ? {} : { startDateTime: toTimestamp(withinFourDigitYears(from)) }),
    ...(to === undefined ? {} : { endDateTime: toTimestamp(withinFourDigitYears(to)) }),
    ...(identifier !== undefined && kind === "TransactionId" ? { transactionId: identifier } : {}),
    message,
  };
}

function fromMessageContent(
  { content, format = "UTF8", language }: MessageContent,
): MessageContentType | undefined {
  if (format === "QRCODE" || [...content].length > MAX_CONTENT) return undefined;
  const isTag = language !== undefined && [...language].length <= MAX_LANGUAGE;
  return { content, format, ...(isTag ? { language } : {}) };
}

function toState(state: MessageStateEnum): { readonly state: MessageStateEnumType } | undefined {
  return state === "Suspending" || state === "Discharging" ? undefined : { state };
}

export function toMessageContent({ content, format, language }: MessageContentType): MessageContent {
  return { content, format, ...(language === undefined ? {} : { language }) };
}

/** Ids have 32 bits in EVerest, and any size in OCPP. */
function isDisplayId(id: number): boolean {
  return id >= -MAX_ID - 1 && id <= MAX_ID;
}

function toQuery({ id, priority, state }: MessageQuery): GetDisplayMessageRequest {
  return {
    ...(id === undefined ? {} : { id: id.filter(isDisplayId) }),
    ...(priority === undefined ? {} : { priority }),
    ...(state === undefined ? {} : { state }),
  };
}

function fromSetResponse({ status, status_info: info }: SetDisplayMessageResponse): DisplayVerdict {
  return { status, ...(info ? { statusInfo: statusInfo("Unspecified", info) } : {}) };
}
