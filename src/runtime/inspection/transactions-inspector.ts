import type {
  InspectedTransaction,
  TransactionsAnswer,
  WaitingEvent,
} from "../../inspection/transactions.ts";
import { isJsonObject, parseJson } from "../../kernel/json.ts";
import type { RequestOf } from "../../ocpp/messages.ts";
import type { ActiveTransaction } from "../../station/transactions/active-transaction.ts";
import type { OutboxRow } from "../../storage/outbox-message.ts";
import type { Storage } from "../storage.ts";

/** Events that one answer names. */
const MAX_EVENTS = 1000;

/** Every transaction that is open or whose events wait for the CSMS. */
export function inspectTransactions(
  active: readonly ActiveTransaction[],
  { transactions, outbox }: Pick<Storage, "transactions" | "outbox">,
  nowMs: number,
): TransactionsAnswer {
  const waiting = new Map<string, WaitingEvent[]>();
  for (
    const row of outbox.waiting().filter(({ transactionId }) => transactionId !== undefined).take(MAX_EVENTS)
  ) {
    const id = String(row.transactionId);
    waiting.set(id, [...waiting.get(id) ?? [], ...eventOf(row)]);
  }
  const events = new Map(
    transactions.open().map(({ transactionId, state }) => [transactionId, nextSeqNo(state)]),
  );
  const open = active.map((transaction): InspectedTransaction => {
    const { transactionId, evseId, startedMs, chargingState, authorized } = transaction;
    return {
      transactionId,
      open: {
        ...{ evseId, startedMs, chargingState, isAuthorized: authorized },
        events: events.get(transactionId) ?? 0,
      },
      waiting: waiting.get(transactionId) ?? [],
    };
  });
  const isOpen = new Set<string>(active.map(({ transactionId }) => transactionId));
  const ended = [...waiting].filter(([transactionId]) => !isOpen.has(transactionId))
    .map(([transactionId, events]) => ({ transactionId, waiting: events }));
  return { nowMs, transactions: [...open, ...ended] };
}

function nextSeqNo(state: unknown): number {
  const transaction = isJsonObject(state) ? state["transaction"] : undefined;
  const next = isJsonObject(transaction) ? transaction["nextSeqNo"] : undefined;
  return typeof next === "number" ? next : 0;
}

/** Our own message, which was valid when it was queued; none for a row that is damaged. */
function eventOf({ position, payloadText, attempts, setAsideMs }: Readonly<OutboxRow>): WaitingEvent[] {
  const payload = parseJson(payloadText);
  if (payload.kind === "malformed" || !isJsonObject(payload.value)) return [];
  const event = payload.value as unknown as RequestOf<"TransactionEvent">;
  const { eventType, triggerReason, seqNo, timestamp, meterValue = [] } = event;
  return [{
    ...{ id: position, eventType, triggerReason, seqNo, timestamp, attempts, meterValue },
    isSetAside: setAsideMs !== undefined,
  }];
}
