import { readStationFiles } from "../runtime/check/station-files.ts";
import { checkStation } from "../runtime/check/run-check.ts";
import { variablesOfFiles } from "../runtime/check/variables-of-files.ts";
import { collectReport, type Report } from "../runtime/report/collect-report.ts";
import { writeReport } from "../runtime/report/write-report.ts";
import { type CommandDefinition, type CommandIo, EXIT, notAnswered } from "./command.ts";
import { wrapped } from "./wrapped-text.ts";

/** What the report asks the module; one line for each. */
const QUESTIONS = [
  "status",
  "configuration",
  "variables",
  "queue",
  "transactions",
  "monitors",
  "metrics",
] as const;

/** Of a module that answers the path is there. */
interface ConfigurationInReport {
  readonly messageLogPath?: string;
  readonly notAnswered?: string;
}

/** `report [FILE]`. */
export const REPORT: CommandDefinition = {
  name: "report",
  summary: "writes an archive for support, secrets masked, and shows its id",
  arguments: ["[FILE.tar.gz]"],
  options: [
    { name: "config", value: "EVEREST.YAML", summary: "also check the files of this EVerest configuration" },
    { name: "with-tokens", summary: "leave cards and contracts readable" },
  ],
  example: {
    line: "OCPP201 report --config /etc/everest/config.yaml",
    says: "has status, variables, queue, monitors, message log, versions, and what check finds",
  },
  async run(call) {
    const { io, options } = call;
    const answers = await answersForReport(io);
    const configuration = answers["configuration"] as ConfigurationInReport;
    const files = typeof options["config"] === "string"
      ? await readStationFiles({ configPath: options["config"] })
      : undefined;
    const fromFiles = files?.kind === "station" ? files : undefined;
    const isAnswered = configuration.messageLogPath !== undefined;
    if (!isAnswered && fromFiles === undefined) {
      const why = files?.kind === "unreadable" ? files.reason : configuration.notAnswered;
      return notAnswered(call, `${why}; --config EVEREST.YAML makes a report of the files`);
    }
    const logDirectory = configuration.messageLogPath ??
      (fromFiles?.reading.kind === "config" ? fromFiles.reading.config.messageLogPath : undefined);
    const report = await collectReport({
      answers: isAnswered || fromFiles === undefined
        ? answers
        : { ...answers, variables: await variablesOfFiles(fromFiles, io.nowMs()) },
      check: fromFiles === undefined
        ? { leftOut: files?.kind === "unreadable" ? files.reason : "--config EVEREST.YAML was not given" }
        : { report: await checkStation(fromFiles, io.nowMs()) },
      ...(logDirectory !== undefined && { logDirectory }),
      tokens: options["with-tokens"] === true ? "shown" : "masked",
      nowMs: io.nowMs(),
    });
    const path = call.arguments[0] ?? `${report.id}.tar.gz`;
    const problem = await writeReport(path, report);
    if (problem !== undefined) return notAnswered(call, problem);
    const { id, names, leftOut } = report;
    io.print(io.isJson ? JSON.stringify({ id, path, files: names, leftOut }) : summary(path, report));
    return EXIT.fine;
  },
};

/** What the running module says about itself, or why it does not, by question. */
export async function answersForReport(
  io: Pick<CommandIo, "ask">,
): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  for (const question of QUESTIONS) {
    const asked = await io.ask(question);
    answers[question] = "answer" in asked ? asked.answer : { notAnswered: asked.failure.text };
  }
  return answers;
}

function summary(path: string, { id, names, leftOut }: Report): string {
  return [
    `Report ${id}`,
    wrapped(`written to ${path}`, "  "),
    wrapped(`with ${names.join(", ")}`, "  "),
    ...leftOut.map(({ name, why }) => wrapped(`without ${name}: ${why}`, "  ")),
    wrapped("Passwords, keys and tokens are masked. The log of the process is journalctl -u ocpp201.", "  "),
  ].join("\n");
}
