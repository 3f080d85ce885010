import { durationText } from "../inspection/durations.ts";
import { type QueueAnswer, type QueuedMessageAnswer, waitingReason } from "../inspection/queue.ts";
import { type CommandDefinition, EXIT, notAnswered, type Screen } from "./command.ts";
import { factsText } from "./facts-text.ts";
import { printable } from "./printable.ts";
import { textTable } from "./text-table.ts";

/** `queue list`: what waits for the CSMS. */
export const QUEUE_LIST: CommandDefinition = {
  name: "queue list",
  summary: "what waits for the CSMS, since when and why",
  arguments: [],
  options: [],
  example: { line: "OCPP201 queue list", says: "the head of the queue shows what it does not get past" },
  async run(call) {
    const asked = await call.io.ask("queue");
    if ("failure" in asked) return notAnswered(call, asked.failure.text);
    const queue = asked.answer as QueueAnswer;
    const exitStatus = queue.total === 0 ? EXIT.fine : EXIT.findings;
    if (call.io.isJson) {
      call.io.print(JSON.stringify(queue));
      return exitStatus;
    }
    call.io.print(queue.total === 0 ? "Nothing waits for the CSMS." : listText(queue, call.io.columns()));
    return exitStatus;
  },
};

/** `queue show ID`: one message. */
export const QUEUE_SHOW: CommandDefinition = {
  name: "queue show",
  summary: "one message that waits for the CSMS, secrets masked",
  arguments: ["ID"],
  options: [],
  example: { line: "OCPP201 queue show 42", says: "prints the message as it will be sent" },
  async run(call) {
    const id = Number(call.arguments[0]);
    if (!Number.isSafeInteger(id)) return notAnswered(call, "ID is a number that queue list shows");
    const asked = await call.io.ask("queue.message", { id });
    if ("failure" in asked) return notAnswered(call, asked.failure.text);
    const message = asked.answer as QueuedMessageAnswer;
    call.io.print(call.io.isJson ? JSON.stringify(message) : messageText(message, call.io));
    return EXIT.fine;
  },
};

function listText({ messages, total, nowMs, csms }: QueueAnswer, columns: number | undefined): string {
  const rows = messages.map((message) => [
    String(message.id),
    message.action,
    durationText(nowMs - message.occurredMs),
    `${message.bytes} B`,
    message.transactionId ?? "",
    waitingReason(message, { csms, nowMs }),
  ]);
  const table = textTable([["ID", "message", "age", "size", "transaction", "why"], ...rows], {
    columns,
    shortens: [[4, 8]],
  });
  const rest = total - messages.length;
  return rest > 0 ? `${table}\n… and ${rest} more` : table;
}

function messageText(message: QueuedMessageAnswer, io: Screen): string {
  const nowMs = io.nowMs();
  const facts = factsText([
    ["message", `${message.action}, id ${message.messageId}, ${message.bytes} bytes`],
    [
      "happened",
      `${new Date(message.occurredMs).toISOString()}, ${durationText(nowMs - message.occurredMs)} ago`,
    ],
    [
      "attempts",
      `${message.attempts} answered without success, ${message.setbacks} connections ended with it`,
    ],
    ["why it waits", waitingReason(message, { csms: message.csms, nowMs })],
  ], io.columns());
  return `${facts}\n\n${printable(JSON.stringify(message.payload, undefined, 2))}`;
}
