import { durationText } from "../inspection/durations.ts";
import {
  type Exchange,
  exchangesOf,
  type LogAnswer,
  matches,
  outcomeText,
  subjectText,
} from "../inspection/exchanges.ts";
import { toTraceLines } from "../inspection/ocpp-trace.ts";
import { unknownAction } from "../inspection/unknown-action.ts";
import { toTimestamp } from "../kernel/clock.ts";
import {
  type CommandCall,
  type CommandDefinition,
  EXIT,
  type ExitStatus,
  notAnswered,
  type OptionDefinition,
} from "./command.ts";
import { printable } from "./printable.ts";
import { textTable } from "./text-table.ts";

const DEFAULT_COUNT = 20;

const FILTERS: readonly OptionDefinition[] = [
  { name: "action", value: "NAME", summary: "only this action, e.g. Authorize" },
  { name: "evse", value: "N", summary: "only messages about this EVSE" },
  {
    name: "transaction",
    value: "ID",
    summary: "only messages about this transaction; its beginning is enough",
  },
  { name: "errors", summary: "only what was refused, failed or was not answered" },
];
const COUNT = { name: "count", value: "N", summary: `the newest N of them; default ${DEFAULT_COUNT}` };

/** `log tail`: the newest exchanges, one line each. */
export const LOG_TAIL: CommandDefinition = {
  name: "log tail",
  summary: "the newest messages, each request with its answer",
  arguments: [],
  options: [...FILTERS, COUNT],
  example: { line: "OCPP201 log tail --errors", says: "what the CSMS or the station refused lately" },
  run: (call) => withExchanges(call, DEFAULT_COUNT, (exchanges) => table(exchanges, call.io.columns())),
};

/** `log show`: exchanges with everything in them. */
export const LOG_SHOW: CommandDefinition = {
  name: "log show",
  summary: "messages in full, passwords masked: one by its id, or many by filters",
  arguments: ["[ID]"],
  options: [...FILTERS, COUNT],
  example: { line: "OCPP201 log show --action Authorize --count 1", says: "the last question about a token" },
  run: (call) => withExchanges(call, DEFAULT_COUNT, (exchanges) => exchanges.map(fullText).join("\n\n")),
};

/** `log export`: for other tools. */
export const LOG_EXPORT: CommandDefinition = {
  name: "log export",
  summary: "messages as JSON Lines in the format open-ocpp-trace, for other tools",
  arguments: [],
  options: FILTERS,
  example: { line: "OCPP201 log export > station.jsonl", says: "passwords are masked, tokens are not" },
  run: (call) =>
    withExchanges(
      call,
      Infinity,
      (exchanges, { identity }) => toTraceLines(exchanges, identity).join("\n"),
      "lines",
    ),
};

async function withExchanges(
  call: CommandCall,
  defaultCount: number,
  text: (exchanges: readonly Exchange[], answer: LogAnswer) => string,
  form: "document" | "lines" = "document",
): Promise<ExitStatus> {
  const { io, options, arguments: [messageId] } = call;
  const count = options["count"] === undefined ? defaultCount : Number(options["count"]);
  const evseId = options["evse"] === undefined ? undefined : Number(options["evse"]);
  if (!(count > 0)) return notAnswered(call, "--count is a number above 0");
  if (evseId !== undefined && !Number.isSafeInteger(evseId)) {
    return notAnswered(call, "--evse is the number of an EVSE");
  }
  const asked = await io.ask("log");
  if ("failure" in asked) return notAnswered(call, asked.failure.text);
  const answer = asked.answer as LogAnswer;
  const { action, transaction } = options;
  const exchanges = exchangesOf(answer.messages);
  const mistake = typeof action === "string" ? unknownAction(action, exchanges) : undefined;
  if (mistake !== undefined) return notAnswered(call, mistake);
  const found = exchanges.filter((exchange) =>
    matches(exchange, {
      ...(typeof action === "string" && { action }),
      ...(typeof transaction === "string" && { transaction }),
      ...(evseId !== undefined && { evseId }),
      ...(messageId !== undefined && { messageId }),
      outcome: options["errors"] === true ? "errors" : "any",
    })
  );
  const shown = count === Infinity ? found : found.slice(-count);
  if (io.isJson && form === "document") io.print(JSON.stringify({ exchanges: shown }));
  else if (shown.length > 0) io.print(text(shown, answer));
  else if (form === "document") io.print("No message in the log fits.");
  return EXIT.fine;
}

function table(exchanges: readonly Exchange[], columns: number | undefined): string {
  const rows = exchanges.map((exchange) => [
    toTimestamp(exchange.call.timestampMs),
    exchange.call.direction === "ChargingStationToCSMS" ? "station" : "CSMS",
    subjectText(exchange),
    exchange.evseId === undefined ? "" : String(exchange.evseId),
    exchange.answer === undefined ? "" : durationText(exchange.answer.latencyMs),
    outcomeText(exchange),
    exchange.messageId.slice(0, 8),
  ]);
  return textTable([["time", "from", "message", "EVSE", "took", "outcome", "ID"], ...rows], {
    columns,
    shortens: [[2, 16], [5, 16]],
  });
}

function fullText(exchange: Exchange): string {
  const { call, messageId, action, request, answer } = exchange;
  const from = call.direction === "ChargingStationToCSMS" ? "station" : "CSMS";
  const head = `${toTimestamp(call.timestampMs)} ${from}: ${action} (${messageId})`;
  const took = answer === undefined ? "" : ` after ${durationText(answer.latencyMs)}`;
  const body = answer === undefined ? "" : `\n${json(answer.message.frame.slice(2))}`;
  return printable(`${head}\n${json(request)}\n${outcomeText(exchange)}${took}${body}`);
}

function json(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}
