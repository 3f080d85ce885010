import { type MessageId, messageId as asMessageId } from "../kernel/ids.ts";
import { parseExactJson } from "../kernel/exact-json.ts";
import { parseJson } from "../kernel/json.ts";
import { MAX_MESSAGE_ID_LENGTH, MAX_OCPP_MESSAGE_BYTES } from "../kernel/limits.ts";
import type { RpcErrorCode } from "../ocpp/error-codes.ts";

/** The kind of a text from the CSMS (part 4, §4.2). */
export type RpcFrame =
  | CallFrame
  | AnswerFrame
  /**
   * Not a valid message; it is answered with a CALLERROR. `messageId` is "-1" when none could be read (part
   * 4, §4.2.3).
   */
  | { kind: "malformed"; messageId: string; code: RpcErrorCode; description: string };

/** A well-formed CALL; action and payload are not checked yet. */
export interface CallFrame {
  readonly kind: "call";
  readonly messageId: MessageId;
  readonly action: string;
  readonly payload: unknown;
}

/** An answer to a CALL of ours. It is never answered itself, to avoid endless loops of errors. */
export type AnswerFrame =
  | {
    kind: "callResult";
    messageId: MessageId;
    payload: unknown;
    /** As it crossed the socket. */
    text: string;
  }
  | { kind: "callError"; messageId: MessageId; code: string; description: string }
  /** A CALLRESULT or CALLERROR whose id, at most, can be read. */
  | { kind: "malformedAnswer"; messageId: MessageId | undefined; description: string };

/** Replaces a message id that cannot be read (part 4, §4.2.3). */
export const UNREADABLE_MESSAGE_ID = "-1";

const CALL = 2;
const CALL_RESULT = 3;
const CALL_ERROR = 4;

/** Reads one text message. Total: every text gives a frame. */
export function parseRpcFrame(text: string): RpcFrame {
  // A UTF-16 unit is at least one byte of UTF-8, so this never refuses what the socket's byte limit lets through.
  if (text.length > MAX_OCPP_MESSAGE_BYTES) return unreadable("message too long");
  const json = parseJson(text);
  // The reason quotes the text, which §4.2.3 forbids to repeat unencoded and nobody needs.
  if (json.kind === "malformed") return unreadable("message is not valid JSON");
  if (!Array.isArray(json.value)) return unreadable("message is not a JSON array");
  const elements: readonly unknown[] = json.value;
  switch (elements[0]) {
    case CALL:
      return parseCall(elements, text);
    case CALL_RESULT:
      return parseCallResult(elements, text);
    case CALL_ERROR:
      return parseCallError(elements);
    default:
      return unknownMessageType(elements);
  }
}

function parseCall(elements: readonly unknown[], text: string): RpcFrame {
  const id = readMessageId(elements[1]);
  if (id.kind === "unusable") return unreadable(id.reason);
  const invalid = (description: string): RpcFrame => ({
    kind: "malformed",
    messageId: id.messageId,
    code: "RpcFrameworkError",
    description,
  });
  if (elements.length !== 4) return invalid(`a CALL has 4 elements, not ${elements.length}`);
  const [, , action, payload] = elements;
  if (typeof action !== "string") return invalid("the action of a CALL is a string");
  const exact = passesThrough(action) ? exactElement(text, 3) : payload;
  return { kind: "call", messageId: id.messageId, action, payload: payloadOf(exact) };
}

function parseCallResult(elements: readonly unknown[], text: string): AnswerFrame {
  const id = readMessageId(elements[1]);
  if (id.kind === "unusable") {
    return { kind: "malformedAnswer", messageId: undefined, description: id.reason };
  }
  if (elements.length !== 3) {
    const description = `a CALLRESULT has 3 elements, not ${elements.length}`;
    return { kind: "malformedAnswer", messageId: id.messageId, description };
  }
  return { kind: "callResult", messageId: id.messageId, payload: payloadOf(elements[2]), text };
}

/** The payload of the answer to a CALL of ours with this action. */
export function answerPayload(
  action: string,
  { payload, text }: Extract<AnswerFrame, { kind: "callResult" }>,
): unknown {
  return passesThrough(action) ? payloadOf(exactElement(text, 2)) : payload;
}

/** What a vendor says is not for us: it passes through as it is written (P01, P02). */
function passesThrough(action: string): boolean {
  return action === "DataTransfer";
}

function exactElement(text: string, index: number): unknown {
  const json = parseExactJson(text);
  return json.kind === "value" && Array.isArray(json.value) ? json.value[index] : undefined;
}

/** Lenient about the elements after the id: our CALL has failed in any case. */
function parseCallError(elements: readonly unknown[]): AnswerFrame {
  const id = readMessageId(elements[1]);
  if (id.kind === "unusable") {
    return { kind: "malformedAnswer", messageId: undefined, description: id.reason };
  }
  const [, , code, description] = elements;
  return {
    kind: "callError",
    messageId: id.messageId,
    code: typeof code === "string" ? code : "GenericError",
    description: typeof description === "string" ? description : "",
  };
}

/** Part 4, §4.4: an unknown message type is answered, its payload ignored (§4.1.3). */
function unknownMessageType(elements: readonly unknown[]): RpcFrame {
  const [messageType] = elements;
  const id = readMessageId(elements[1]);
  const messageId = id.kind === "readable" ? id.messageId : UNREADABLE_MESSAGE_ID;
  if (typeof messageType !== "number") {
    const description = "the first element is not a message type number";
    return { kind: "malformed", messageId, code: "RpcFrameworkError", description };
  }
  const description = `message type ${messageType} is not supported`;
  return { kind: "malformed", messageId, code: "MessageTypeNotSupported", description };
}

type ReadMessageId = { kind: "readable"; messageId: MessageId } | { kind: "unusable"; reason: string };

function readMessageId(element: unknown): ReadMessageId {
  if (typeof element !== "string") return { kind: "unusable", reason: "the message id is not a string" };
  if (element === "") return { kind: "unusable", reason: "the message id is empty" };
  // Our CALLERROR would repeat it and violate table 4 (string[36]), so it counts as unreadable.
  if (element.length > MAX_MESSAGE_ID_LENGTH) {
    return { kind: "unusable", reason: `the message id is longer than ${MAX_MESSAGE_ID_LENGTH} characters` };
  }
  return { kind: "readable", messageId: asMessageId(element) };
}

/** Part 4, §4.1.5: an absent payload may be written as `{}` or as `null`. */
function payloadOf(element: unknown): unknown {
  return element === null ? {} : element;
}

function unreadable(description: string): RpcFrame {
  return { kind: "malformed", messageId: UNREADABLE_MESSAGE_ID, code: "RpcFrameworkError", description };
}
