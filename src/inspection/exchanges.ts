import { isJsonObject } from "../kernel/json.ts";
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
const REFUSALS = /^(Rejected|Failed|NotSupported|NotImplemented|Unknown\w*|Invalid|Blocked|Expired)$/;

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
  return answer?.kind !== "result" || REFUSALS.test(statusOf(answer.payload) ?? "");
}

/** What became of a CALL, in a word, e.g. `Accepted`, `CALLERROR NotSupported`, `no answer`. */
export function outcomeText({ answer }: Exchange): string {
  if (answer === undefined) return "no answer";
  return answer.kind === "error" ? `CALLERROR ${answer.code}` : statusOf(answer.payload) ?? "answered";
}

function statusOf(payload: unknown): string | undefined {
  if (!isJsonObject(payload)) return undefined;
  const { status, idTokenInfo } = payload;
  if (typeof status === "string") return status;
  const own = isJsonObject(idTokenInfo) ? idTokenInfo["status"] : undefined;
  return typeof own === "string" ? own : undefined;
}
