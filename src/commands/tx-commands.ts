import { durationText } from "../inspection/durations.ts";
import {
  eventsText,
  type InspectedTransaction,
  type TransactionsAnswer,
  type WaitingEvent,
} from "../inspection/transactions.ts";
import { type CommandCall, type CommandDefinition, EXIT, notAnswered, type Screen } from "./command.ts";
import { factsText } from "./facts-text.ts";
import { textTable } from "./text-table.ts";

/** `tx list`: open transactions, and ended ones of which the CSMS does not know everything. */
export const TX_LIST: CommandDefinition = {
  name: "tx list",
  summary: "open transactions, and those whose events wait for the CSMS",
  arguments: [],
  options: [],
  example: { line: "OCPP201 tx list", says: "the last column counts events, confirmed and waiting" },
  async run(call) {
    const answer = await transactions(call);
    if (typeof answer === "string") return notAnswered(call, answer);
    call.io.print(call.io.isJson ? JSON.stringify(answer) : listText(answer, call.io.columns()));
    return answer.transactions.some(({ waiting }) => waiting.length > 0) ? EXIT.findings : EXIT.fine;
  },
};

/** `tx show ID`: one transaction with what waits of it. */
export const TX_SHOW: CommandDefinition = {
  name: "tx show",
  summary: "one transaction: its events that wait, with their meter values",
  arguments: ["ID"],
  options: [],
  example: {
    line: "OCPP201 tx show 5f3a",
    says: "the beginning of the id is enough when it is the only one",
  },
  async run(call) {
    const transaction = await find(call);
    if (typeof transaction === "string") return notAnswered(call, transaction);
    call.io.print(
      call.io.isJson ? JSON.stringify(transaction) : transactionText(transaction, call.io),
    );
    return transaction.waiting.length > 0 ? EXIT.findings : EXIT.fine;
  },
};

async function transactions({ io }: CommandCall): Promise<TransactionsAnswer | string> {
  const asked = await io.ask("transactions");
  return "failure" in asked ? asked.failure.text : asked.answer as TransactionsAnswer;
}

async function find(call: CommandCall): Promise<InspectedTransaction | string> {
  const [id = ""] = call.arguments;
  const answer = await transactions(call);
  if (typeof answer === "string") return answer;
  const found = answer.transactions.filter(({ transactionId }) => transactionId.startsWith(id));
  const [only] = found;
  if (only === undefined) {
    return `no transaction ${id} is open or waits; OCPP201 log show --transaction ${id}`;
  }
  return found.length === 1 ? only : `${found.length} transactions begin with ${id}`;
}

function listText({ transactions, nowMs }: TransactionsAnswer, columns: number | undefined): string {
  if (transactions.length === 0) return "No transaction is open, and no event of one waits.";
  const rows = transactions.map((transaction) => {
    const { transactionId, open } = transaction;
    return [
      transactionId,
      open === undefined ? "" : String(open.evseId),
      open?.chargingState ?? "ended",
      open === undefined ? "" : `${durationText(nowMs - open.startedMs)} ago`,
      eventsText(transaction),
    ];
  });
  return textTable([["transaction", "EVSE", "state", "started", "events"], ...rows], {
    columns,
    shortens: [[0, 8]],
  });
}

function transactionText(
  transaction: InspectedTransaction,
  io: Screen,
): string {
  const { transactionId, open, waiting } = transaction;
  const facts = factsText([
    ["transaction", transactionId],
    [
      "state",
      open === undefined
        ? "ended"
        : `${open.chargingState} on EVSE ${open.evseId}, ${
          open.isAuthorized ? "" : "not "
        }authorized, started ${durationText(io.nowMs() - open.startedMs)} ago`,
    ],
    ["events", eventsText(transaction)],
  ], io.columns());
  if (waiting.length === 0) return facts;
  const events = waiting.map((event) => [
    String(event.seqNo),
    event.eventType,
    event.triggerReason,
    event.timestamp,
    `queue ${event.id}${event.isSetAside ? ", set aside" : ""}${attemptsText(event)}`,
  ]);
  const values = waiting.flatMap(valueRows);
  const table = textTable([["seqNo", "event", "reason", "time", "waits"], ...events], {
    columns: io.columns(),
  });
  if (values.length === 0) return `${facts}\n\n${table}`;
  const measured = textTable([["seqNo", "time", "context", "measurand", "value"], ...values], {
    columns: io.columns(),
    shortens: [[3, 24]],
  });
  return `${facts}\n\n${table}\n\n${measured}`;
}

function attemptsText({ attempts }: WaitingEvent): string {
  return attempts === 0 ? "" : `, ${attempts} answers without success`;
}

function valueRows({ seqNo, meterValue }: WaitingEvent): string[][] {
  return meterValue.flatMap(({ timestamp, sampledValue }) =>
    sampledValue.map((sample) => {
      const { measurand = "Energy.Active.Import.Register", phase, context = "Sample.Periodic" } = sample;
      const { unit = "Wh", multiplier = 0 } = sample.unitOfMeasure ?? {};
      return [
        String(seqNo),
        timestamp,
        context,
        phase === undefined ? measurand : `${measurand} ${phase}`,
        `${sample.value}${multiplier === 0 ? "" : `e${multiplier}`} ${unit}`,
      ];
    })
  );
}
