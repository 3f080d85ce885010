import type { MessageId } from "../kernel/ids.ts";
import type { RpcErrorCode } from "../ocpp/error-codes.ts";
import { firstCharacters } from "../ocpp/first-characters.ts";

/** Longest errorDescription (part 4, §4.2.3, table 7). */
const MAX_DESCRIPTION_LENGTH = 255;

/** A CALL; `payloadText` is JSON already and goes out unchanged, so that a re-send is the same text. */
export function encodeCall(messageId: MessageId, action: string, payloadText: string): string {
  return `[2,${JSON.stringify(messageId)},${JSON.stringify(action)},${payloadText}]`;
}

/** A CALLRESULT. Throws for values that JSON cannot express; a valid response has none. */
export function encodeCallResult(messageId: MessageId, payload: unknown): string {
  return JSON.stringify([3, messageId, payload]);
}

/** A CALLERROR without details; a description that is too long is cut. */
export function encodeCallError(messageId: string, code: RpcErrorCode, description: string): string {
  return JSON.stringify([4, messageId, code, firstCharacters(description, MAX_DESCRIPTION_LENGTH), {}]);
}
