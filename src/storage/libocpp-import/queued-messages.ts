import type { DatabaseSync } from "node:sqlite";
import { isJsonObject, parseJson } from "../../kernel/json.ts";
import type { Action, RequestOf } from "../../ocpp/messages.ts";
import { dropPriorityOf } from "../transaction-repository.ts";
import type { ImportPart, LeftRow } from "./import-part.ts";

/** A message that the C++ module had not delivered, as a row of our outbox. */
export interface QueuedMessage {
  readonly messageId: string;
  readonly action: Action;
  readonly payload: unknown;
  readonly occurredMs: number;
  readonly transactionId: string | null;
  readonly dropPriority: number;
}

/** Whether the payload is a valid request of this action. */
export type IsRequest = (action: string, payload: unknown) => boolean;

const INSERT = `
  INSERT INTO outbox (message_id, action, payload, transaction_id, occurred_ms, dispensable)
  VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (message_id) DO NOTHING`;
/** As in our own queue for OCPPCommCtrlr.QueueAllMessages. */
const ORDINARY = 3;
/** The station sends these anew at every start, or the answer has no use any more. */
const OUTDATED = new Set([
  "Authorize",
  "BootNotification",
  "DataTransfer",
  "Heartbeat",
  "NotifyReport",
  "StatusNotification",
]);

/** Messages that must arrive (TRANSACTION_QUEUE), in the order in which they were queued, with their message ids. */
export function transactionMessages(isRequest: IsRequest): ImportPart<QueuedMessage> {
  return { ...messagesOf("unsent messages", "TRANSACTION_QUEUE", isRequest), noteImport };
}

/** Name among what was last done: the database in use has got the messages that must arrive from this file. */
export function importOf(file: string): string {
  return `import of ${file}`;
}

function noteImport(fresh: DatabaseSync, file: string): void {
  fresh.prepare("INSERT OR REPLACE INTO last_done (name, done_ms) VALUES (?, unixepoch() * 1000)")
    .run(importOf(file));
}

/** Messages that were queued because of QueueAllMessages (NORMAL_QUEUE). */
export function ordinaryMessages(isRequest: IsRequest): ImportPart<QueuedMessage> {
  return messagesOf("unsent ordinary messages", "NORMAL_QUEUE", isRequest);
}

function messagesOf(
  name: string,
  table: "TRANSACTION_QUEUE" | "NORMAL_QUEUE",
  isRequest: IsRequest,
): ImportPart<QueuedMessage> {
  return {
    name,
    tables: [table],
    read(foreign) {
      const rows: QueuedMessage[] = [];
      const left: LeftRow[] = [];
      for (const row of foreign.prepare(`SELECT * FROM ${table} ORDER BY rowid`).all()) {
        const label = `${String(row["MESSAGE_TYPE"])} ${String(row["UNIQUE_ID"])}`;
        const message = readMessage(row, table, isRequest);
        if (typeof message === "string") left.push({ row: label, reason: message });
        else rows.push(message);
      }
      return { rows, left };
    },
    describe: ({ action, messageId, transactionId }) =>
      transactionId === null ? `${action} ${messageId}` : `${action} ${messageId} of ${transactionId}`,
    isKnown: (target, { messageId }) =>
      target.prepare("SELECT 1 FROM outbox WHERE message_id = ?").get(messageId) !== undefined,
    write: insertAll,
  };
}

function insertAll(fresh: DatabaseSync, messages: readonly QueuedMessage[]): void {
  const insert = fresh.prepare(INSERT);
  for (const { messageId, action, payload, transactionId, occurredMs, dropPriority } of messages) {
    insert.run(messageId, action, JSON.stringify(payload), transactionId, occurredMs, dropPriority);
  }
}

/** The message, or why it cannot be imported. The column MESSAGE has the whole CALL: `[2, id, action, payload]`. */
function readMessage(
  row: Readonly<Record<string, unknown>>,
  table: "TRANSACTION_QUEUE" | "NORMAL_QUEUE",
  isRequest: IsRequest,
): QueuedMessage | string {
  const json = parseJson(String(row["MESSAGE"]));
  if (json.kind === "malformed") return "it is not JSON";
  if (!Array.isArray(json.value)) return "it is not a CALL";
  const [messageType, messageId, action, payload]: unknown[] = json.value;
  if (messageType !== 2 || typeof messageId !== "string" || typeof action !== "string") {
    return "it is not a CALL";
  }
  if (messageId === "" || messageId.length > 36) return "its message id is not of OCPP";
  if (table === "NORMAL_QUEUE" && OUTDATED.has(action)) return "it is outdated after a start";
  const transactionId = transactionOf(action, payload);
  // A transaction is worth the try, even where the C++ module built the message wrong.
  if (!isRequest(action, payload) && transactionId === undefined) {
    return "it is no valid request of OCPP 2.0.1";
  }
  const queuedMs = Date.parse(String(row["MESSAGE_TIMESTAMP"]));
  const occurredMs = Date.parse(timestampOf(payload)) || queuedMs || 0;
  const common = { messageId, action: action as Action, payload, occurredMs };
  if (transactionId !== undefined) {
    // It has waited while the station was offline (E11.FR.02), also the one that may have been on its way: the C++ module
    // does not store which that is, and a CSMS that has it knows it by its seqNo.
    const event = { ...payload as RequestOf<"TransactionEvent">, offline: true };
    return { ...common, payload: event, transactionId, dropPriority: dropPriorityOf(event) };
  }
  return { ...common, transactionId: null, dropPriority: table === "NORMAL_QUEUE" ? ORDINARY : 0 };
}

function transactionOf(action: string, payload: unknown): string | undefined {
  if (action !== "TransactionEvent" || !isJsonObject(payload)) return undefined;
  const { transactionInfo } = payload;
  const id = isJsonObject(transactionInfo) ? transactionInfo["transactionId"] : undefined;
  return typeof id === "string" && id !== "" ? id : undefined;
}

function timestampOf(payload: unknown): string {
  return isJsonObject(payload) ? String(payload["timestamp"]) : "";
}
