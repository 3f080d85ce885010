import { isJsonObject } from "../kernel/json.ts";
import { answeredParts, isRefused } from "./answer-status.ts";
import { OpenCalls } from "./open-calls.ts";

/** The answer to `log`: the newest messages of the text log, oldest first. Times are Unix milliseconds. */
export interface LogAnswer {
  readonly messages: readonly LoggedMessage[];
  /** SecurityCtrlr.Identity. */
  readonly identity: string;
}

export interface LoggedMessage {
  readonly timestampMs: number;
  readonly direction: "ChargingStationToCSMS" | "CSMSToChargingStation";
  /** The OCPP-J frame; passwords are masked. */
  readonly frame: readonly unknown[];
}

/** A CALL with what answered it. */
export interface Exchange {
  readonly call: LoggedMessage;
  readonly messageId: string;
  readonly action: string;
  readonly request: unknown;
  readonly evseId?: number;
  readonly transactionId?: string;
  readonly answer?: ExchangeAnswer;
}

export type ExchangeAnswer =
  | {
    readonly kind: "result";
    readonly message: LoggedMessage;
    readonly latencyMs: number;
    readonly payload: unknown;
  }
  | {
    readonly kind: "error";
    readonly message: LoggedMessage;
    readonly latencyMs: number;
    readonly code: string;
  };

export interface ExchangeFilter {
  readonly action?: string;
  readonly evseId?: number;
  /** The beginning of the id is enough. */
  readonly transaction?: string;
  readonly messageId?: string;
  /** Only what was refused, failed or was not answered. */
  readonly outcome: "any" | "errors";
}

const CALL = 2;

/**
 * Puts every answer to its CALL: the most recent one before it of the other side with the same id that has no answer.
 * Answers without a CALL are left out.
 */
export function exchangesOf(messages: readonly LoggedMessage[]): readonly Exchange[] {
  const exchanges: Exchange[] = [];
  const open = new OpenCalls();
  // A TransactionEvent names its EVSE only once.
  const evses = new Map<string, number>();
  for (const message of messages) {
    const [type, id, third, fourth] = message.frame;
    if (typeof id !== "string") continue;
    if (type === CALL) {
      if (typeof third !== "string") continue;
      open.add(message.direction, id, exchanges.length);
      const place = placeOf(fourth);
      const { transactionId = "" } = place;
      const evseId = place.evseId ?? evses.get(transactionId);
      if (evseId !== undefined && transactionId !== "") evses.set(transactionId, evseId);
      exchanges.push({
        ...{ call: message, messageId: id, action: third, request: fourth },
        ...place,
        ...(evseId !== undefined && { evseId }),
      });
      continue;
    }
    const index = open.take(message.direction, id);
    const exchange = index === undefined ? undefined : exchanges[index];
    if (index === undefined || exchange === undefined) continue;
    exchanges[index] = { ...exchange, answer: answerOf(message, exchange) };
  }
  return exchanges;
}

function answerOf(message: LoggedMessage, { call }: Exchange): ExchangeAnswer {
  const [type, , third] = message.frame;
  const latencyMs = Math.max(0, message.timestampMs - call.timestampMs);
  return type === 3
    ? { kind: "result", message, latencyMs, payload: third }
    : { kind: "error", message, latencyMs, code: typeof third === "string" ? third : "?" };
}

function placeOf(request: unknown): Pick<Exchange, "evseId" | "transactionId"> {
  if (!isJsonObject(request)) return {};
  const { evseId, evse, transactionId, transactionInfo } = request;
  const place = isJsonObject(evse) ? evse["id"] : evseId;
  const transaction = isJsonObject(transactionInfo) ? transactionInfo["transactionId"] : transactionId;
  return {
    ...(typeof place === "number" && { evseId: place }),
    ...(typeof transaction === "string" && { transactionId: transaction }),
  };
}

export function matches(exchange: Exchange, filter: ExchangeFilter): boolean {
  const { action, evseId, transaction, messageId, outcome } = filter;
  return (action === undefined || exchange.action.toLowerCase() === action.toLowerCase()) &&
    (evseId === undefined || exchange.evseId === evseId) &&
    (transaction === undefined || exchange.transactionId?.startsWith(transaction) === true) &&
    (messageId === undefined || exchange.messageId.startsWith(messageId)) &&
    (outcome === "any" || isError(exchange));
}

function isError({ answer }: Exchange): boolean {
  return answer?.kind !== "result" || answeredParts(answer.payload).some(isRefused);
}

/** What became of a CALL, in a word, e.g. `Accepted`, `Rejected (1 of 2)`, `CALLERROR NotSupported`, `no answer`. */
export function outcomeText({ answer }: Exchange): string {
  if (answer === undefined) return "no answer";
  if (answer.kind === "error") return `CALLERROR ${answer.code}`;
  const parts = answeredParts(answer.payload);
  const refused = parts.filter(isRefused);
  const [refusal] = refused;
  if (refusal === undefined) return parts[0]?.status ?? "answered";
  const { status, code, of } = refusal;
  const share = of === "whole" || parts.length === 1 ? "" : ` (${refused.length} of ${parts.length})`;
  return `${status}${code === undefined ? "" : `: ${code}`}${share}`;
}

/** The action, and of a TransactionEvent which one it is. */
export function subjectText({ action, request }: Exchange): string {
  const eventType = isJsonObject(request) ? request["eventType"] : undefined;
  return typeof eventType === "string" ? `${action} ${eventType}` : action;
}
