import { durationText } from "../inspection/durations.ts";
import type { InspectedMonitor, MonitorsAnswer } from "../inspection/monitors.ts";
import { type CommandCall, type CommandDefinition, EXIT, notAnswered, type Screen } from "./command.ts";
import { factsText } from "./facts-text.ts";
import { textTable } from "./text-table.ts";
import { variableName } from "../inspection/variable-name.ts";

/** `monitors list`: every monitor in force. */
export const MONITORS_LIST: CommandDefinition = {
  name: "monitors list",
  summary: "the variable monitors in force and what they last said",
  arguments: [],
  options: [],
  example: { line: "OCPP201 monitors list", says: "the last column says why a monitor is silent" },
  async run(call) {
    const asked = await call.io.ask("monitors");
    if ("failure" in asked) return notAnswered(call, asked.failure.text);
    const answer = asked.answer as MonitorsAnswer;
    call.io.print(call.io.isJson ? JSON.stringify(answer) : listText(answer, call.io));
    return EXIT.fine;
  },
};

/** `monitors explain ID`: one monitor. */
export const MONITORS_EXPLAIN: CommandDefinition = {
  name: "monitors explain",
  summary: "what one monitor waits for and why it is silent",
  arguments: ["ID"],
  options: [],
  example: { line: "OCPP201 monitors explain 3", says: "names the rule that keeps it silent" },
  async run(call) {
    const monitor = await findMonitor(call);
    if (typeof monitor === "string") return notAnswered(call, monitor);
    call.io.print(call.io.isJson ? JSON.stringify(monitor) : explanation(monitor, call.io));
    return EXIT.fine;
  },
};

async function findMonitor({ io, arguments: [id] }: CommandCall): Promise<InspectedMonitor | string> {
  const asked = await io.ask("monitors");
  if ("failure" in asked) return asked.failure.text;
  const { monitors } = asked.answer as MonitorsAnswer;
  return monitors.find((monitor) => String(monitor.id) === id) ?? `no monitor has the id ${id}`;
}

function listText({ base, level, isEnabled, monitors }: MonitorsAnswer, io: Screen): string {
  const state = `Base ${base}, events up to severity ${level}${
    isEnabled ? "" : ", monitoring is switched off"
  }.`;
  if (monitors.length === 0) return `${state} There are no monitors.`;
  const rows = monitors.map((monitor) => [
    String(monitor.id),
    variableName(monitor),
    `${monitor.type} ${monitor.value}`,
    String(monitor.severity),
    monitor.actualValue ?? "",
    monitor.lastEventMs === undefined ? "" : `${durationText(io.nowMs() - monitor.lastEventMs)} ago`,
    monitor.silentBecause ?? "",
  ]);
  return `${state}\n\n${
    textTable([["ID", "variable", "monitor", "severity", "value", "last event", "silent because"], ...rows], {
      columns: io.columns(),
      shortens: [[4, 16], [1, 24]],
    })
  }`;
}

function explanation(monitor: InspectedMonitor, io: Screen): string {
  const { type, value, severity, transaction, origin, told, lastEventMs, silentBecause } = monitor;
  return factsText([
    ["monitor", `${monitor.id}, ${origin}`],
    ["variable", `${variableName(monitor)}, now ${monitor.actualValue ?? "without a readable value"}`],
    ["reports", `${type} ${value}, severity ${severity}${transaction ? ", only during a transaction" : ""}`],
    ["CSMS was told", told ?? "nothing since it was set"],
    [
      "last event",
      lastEventMs === undefined ? "none since the start" : `${durationText(io.nowMs() - lastEventMs)} ago`,
    ],
    ["silent because", silentBecause ?? "nothing has happened that it reports"],
  ], io.columns());
}
