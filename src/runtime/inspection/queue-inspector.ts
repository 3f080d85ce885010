import type { Refusal } from "../../inspection/inspectors.ts";
import type { QueueAnswer, QueuedMessage, QueuedMessageAnswer, QueueGate } from "../../inspection/queue.ts";
import { parseJson } from "../../kernel/json.ts";
import type { Station } from "../composition.ts";
import { redacted } from "../../message-log/message-log-redaction.ts";
import type { QueuedLane } from "../../csms/call-lanes.ts";
import { laneOf, type OutboxRow } from "../../storage/outbox-message.ts";
import type { OutboxRepository } from "../../storage/outbox-repository.ts";

/** Messages that one answer names; `total` counts all. */
const MAX_LISTED = 500;

const encoder = new TextEncoder();

/** What waits, and whether it can go now. */
export interface InspectedQueue {
  readonly outbox: Pick<OutboxRepository, "waiting" | "count">;
  readonly csms: QueueGate;
}

export function queueGate({ link, provisioning }: Pick<Station, "link" | "provisioning">): QueueGate {
  if (!link.isOnline()) return "notConnected";
  return provisioning.registration() === "Accepted" ? "ready" : "notAccepted";
}

export function inspectQueue({ outbox, csms }: InspectedQueue, nowMs: number): QueueAnswer {
  const messages = inOrder(outbox).take(MAX_LISTED).map(({ row, ahead }) => toQueuedMessage(row, ahead));
  return { nowMs, total: outbox.count(), csms, messages: messages.toArray() };
}

export function inspectQueuedMessage(
  { outbox, csms }: InspectedQueue,
  { id }: Readonly<Record<string, unknown>>,
): QueuedMessageAnswer | Refusal {
  const found = inOrder(outbox).find(({ row }) => row.position === id);
  if (found === undefined) return { refused: `no message with the id ${String(id)} waits` };
  const { row, ahead } = found;
  const payload = withoutSecrets(row.payloadText);
  return { ...toQueuedMessage(row, ahead), csms, messageId: row.messageId, payload };
}

/** Every message with the number of those of its lane that go before it. */
function* inOrder(
  outbox: InspectedQueue["outbox"],
): Generator<{ readonly row: Readonly<OutboxRow>; readonly ahead: number }, void> {
  const passed: Record<QueuedLane, number> = { transactions: 0, notifications: 0 };
  for (const row of outbox.waiting()) {
    const lane = laneOf(row);
    yield { row, ahead: passed[lane] };
    if (row.setAsideMs === undefined) passed[lane]++;
  }
}

function toQueuedMessage(row: Readonly<OutboxRow>, ahead: number): QueuedMessage {
  const { position, action, payloadText, occurredMs, attempts, setbacks, setAsideMs, transactionId } = row;
  return {
    ...{ id: position, action, occurredMs, attempts, setbacks, ahead },
    bytes: encoder.encode(payloadText).length,
    ...(setAsideMs !== undefined && { setAsideUntilMs: setAsideMs }),
    ...(transactionId !== undefined && { transactionId }),
  };
}

function withoutSecrets(payloadText: string): unknown {
  const payload = parseJson(payloadText);
  return payload.kind === "malformed" ? payloadText : redacted(payload.value);
}
