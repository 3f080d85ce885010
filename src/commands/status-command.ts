import { clockSourceText } from "../inspection/clock-facts.ts";
import { durationText } from "../inspection/durations.ts";
import type { EvseStatus, RunningStatus, StationStatus } from "../inspection/status.ts";
import { statusSentence } from "../inspection/status-sentence.ts";
import { type CommandCall, type CommandDefinition, EXIT, type ExitStatus, notAnswered } from "./command.ts";
import { countedText } from "./counted-text.ts";
import { hanging, readingWidth } from "./hanging-text.ts";
import { factsText } from "./facts-text.ts";
import { textTable } from "./text-table.ts";

const FOLLOW_INTERVAL_MS = 1000;
const DEFAULT_WAIT_SECONDS = 300;

/** `status`: what the station is doing now, and why. */
export const STATUS: CommandDefinition = {
  name: "status",
  summary: "what the station is doing now and why",
  arguments: [],
  options: [
    { name: "follow", summary: "print again when a state has changed, until interrupted" },
    { name: "wait", value: "accepted", summary: "wait until the CSMS has accepted the station" },
    { name: "timeout", value: "SECONDS", summary: `how long to wait; default ${DEFAULT_WAIT_SECONDS}` },
  ],
  example: { line: "OCPP201 status --wait accepted", says: "returns 0 as soon as the station is accepted" },
  run(call) {
    const { options } = call;
    if (options["wait"] !== undefined && options["wait"] !== "accepted") {
      return Promise.resolve(notAnswered(call, "--wait knows one state: accepted"));
    }
    if (options["wait"] !== undefined) return waitUntilAccepted(call);
    return options["follow"] === true ? follow(call) : showOnce(call);
  },
};

async function showOnce(call: CommandCall): Promise<ExitStatus> {
  const asked = await call.io.ask("status");
  if ("failure" in asked) return notAnswered(call, asked.failure.text);
  const status = asked.answer as StationStatus;
  show(status, call);
  return exitStatusOf(status);
}

async function follow(call: CommandCall): Promise<ExitStatus> {
  let shown = "";
  for (;;) {
    const asked = await call.io.ask("status");
    if ("failure" in asked) return notAnswered(call, asked.failure.text);
    const status = asked.answer as StationStatus;
    const now = newsOf(status);
    if (now !== shown) show(status, call);
    shown = now;
    if (await call.io.pause(FOLLOW_INTERVAL_MS) === "interrupted") return exitStatusOf(status);
  }
}

/** What moves on by itself, and is no news: times, power and energy. */
const MOVING: ReadonlySet<string> = new Set([
  "nowMs",
  "disconnectedSinceMs",
  "ageMs",
  "powerWatts",
  "energyWh",
]);

/** Equal for two statuses of which the later one has no news. */
function newsOf(status: StationStatus): string {
  return JSON.stringify(status, (name, value) => MOVING.has(name) ? undefined : value);
}

async function waitUntilAccepted(call: CommandCall): Promise<ExitStatus> {
  const seconds = Number(call.options["timeout"] ?? DEFAULT_WAIT_SECONDS);
  if (!(seconds > 0)) return notAnswered(call, "--timeout must be a number of seconds above 0");
  const endMs = call.io.nowMs() + seconds * 1000;
  for (;;) {
    const asked = await call.io.ask("status");
    if ("answer" in asked && exitStatusOf(asked.answer as StationStatus) === EXIT.fine) {
      show(asked.answer as StationStatus, call);
      return EXIT.fine;
    }
    const isLate = call.io.nowMs() >= endMs || await call.io.pause(FOLLOW_INTERVAL_MS) === "interrupted";
    if (!isLate) continue;
    if ("failure" in asked) return notAnswered(call, asked.failure.text);
    show(asked.answer as StationStatus, call);
    return EXIT.findings;
  }
}

/** Fine: connected and accepted, with a disk that works. */
function exitStatusOf(status: StationStatus): ExitStatus {
  const isFine = status.kind === "running" && status.link.kind === "online" &&
    status.registration === "Accepted" && status.storage === "healthy";
  return isFine ? EXIT.fine : EXIT.findings;
}

function show(status: StationStatus, { io }: CommandCall): void {
  const sentence = statusSentence(status);
  if (io.isJson) return io.print(JSON.stringify({ sentence, ...status }));
  const columns = io.columns();
  io.print(hanging(sentence, 0, readingWidth(columns)));
  if (status.kind === "running") {
    io.print(`\n${factsText(facts(status), columns)}\n\n${evseTable(status, columns)}`);
  }
}

function facts(status: RunningStatus): [string, string][] {
  const { link, version, moduleId, startedMs, nowMs, queue } = status;
  const connection: [string, string][] = link.kind === "online"
    ? [
      ["CSMS", link.url],
      ["profile", `slot ${link.slot}, security profile ${link.securityProfile}`],
    ]
    : [["CSMS", link.kind === "waiting" && link.url !== undefined ? link.url : "not connected"]];
  return [
    ...connection,
    ["clock", `${new Date(nowMs).toISOString()}, ${clockSourceText(status)}`],
    ["queue", queue.messages === 0 ? "empty" : countedText(queue.messages, "message")],
    ["module", `${moduleId}, version ${version}, running for ${durationText(nowMs - startedMs)}`],
  ];
}

function evseTable({ evses, nowMs }: RunningStatus, columns: number | undefined): string {
  const rows = evses.map((evse) => [
    String(evse.evseId),
    evse.connectors.map(({ connectorId, status }) => `${connectorId} ${status}`).join(", "),
    transactionText(evse, nowMs),
    evse.limit ? `${evse.limit.value} ${evse.limit.unit} (${evse.limit.reason})` : "",
  ]);
  return textTable([["EVSE", "connectors", "transaction", "limit"], ...rows], { columns });
}

function transactionText({ transaction, powerWatts }: EvseStatus, nowMs: number): string {
  if (!transaction) return "";
  const power = powerWatts === undefined ? "" : `, ${Math.round(powerWatts)} W`;
  return `${transaction.chargingState} for ${durationText(nowMs - transaction.startedMs)}${power}`;
}
