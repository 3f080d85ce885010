import type { Refusal } from "../../inspection/inspectors.ts";
import type { QueueAnswer, QueuedMessage, QueuedMessageAnswer } from "../../inspection/queue.ts";
import { parseJson } from "../../kernel/json.ts";
import { redacted } from "../../message-log/message-log-redaction.ts";
import type { OutboxRow } from "../../storage/outbox-message.ts";
import type { OutboxRepository } from "../../storage/outbox-repository.ts";

/** Messages that one answer names; `total` counts all. */
const MAX_LISTED = 500;

const encoder = new TextEncoder();

export function inspectQueue(
  outbox: Pick<OutboxRepository, "waiting" | "count">,
  nowMs: number,
): QueueAnswer {
  return {
    nowMs,
    total: outbox.count(),
    messages: outbox.waiting().take(MAX_LISTED).map(toQueuedMessage).toArray(),
  };
}

export function inspectQueuedMessage(
  outbox: Pick<OutboxRepository, "waiting">,
  { id }: Readonly<Record<string, unknown>>,
): QueuedMessageAnswer | Refusal {
  const row = outbox.waiting().find(({ position }) => position === id);
  if (row === undefined) return { refused: `no message with the id ${String(id)} waits` };
  return { ...toQueuedMessage(row), messageId: row.messageId, payload: withoutSecrets(row.payloadText) };
}

function toQueuedMessage(row: Readonly<OutboxRow>): QueuedMessage {
  const { position, action, payloadText, occurredMs, attempts, setbacks, setAsideMs, transactionId } = row;
  return {
    ...{ id: position, action, occurredMs, attempts, setbacks },
    bytes: encoder.encode(payloadText).length,
    ...(setAsideMs !== undefined && { setAsideUntilMs: setAsideMs }),
    ...(transactionId !== undefined && { transactionId }),
  };
}

function withoutSecrets(payloadText: string): unknown {
  const payload = parseJson(payloadText);
  return payload.kind === "malformed" ? payloadText : redacted(payload.value);
}
