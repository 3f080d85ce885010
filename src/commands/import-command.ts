import type { ImportedDatabase, ImportedPart } from "../runtime/import/import-parts.ts";
import { type ImportReport, importStation } from "../runtime/import/import-station.ts";
import { DEFAULT_CONFIG } from "./check-command.ts";
import { type CommandDefinition, EXIT, notAnswered } from "./command.ts";
import { readStationFiles } from "../runtime/check/station-files.ts";
import { wrapped } from "./wrapped-text.ts";

/** `import [--dry-run] DIR`. */
export const IMPORT: CommandDefinition = {
  name: "import",
  summary: "imports the C++ module's databases, and shows line by line what comes in",
  remarks: "Exit status 0: everything was, or would be, imported. 1: something stays behind, as open " +
    "transactions always do; the rest is imported. 2: nothing was done.",
  arguments: ["DIR"],
  options: [
    { name: "dry-run", summary: "change nothing" },
    {
      name: "config",
      value: "EVEREST.YAML",
      summary: `which configuration names our databases; default ${DEFAULT_CONFIG}`,
    },
  ],
  example: {
    line: "OCPP201 import --dry-run /var/lib/everest/ocpp",
    says: "DIR has cp.db and device_model_storage.db; the module must not run for the import itself",
  },
  async run(call) {
    const { options: { config = DEFAULT_CONFIG }, arguments: [directory = ""] } = call;
    const files = await readStationFiles({ configPath: String(config) });
    if (files.kind === "unreadable") return notAnswered(call, files.reason);
    if (files.reading.kind === "refused") {
      return notAnswered(call, files.reading.problems.map(({ text }) => text).join("; "));
    }
    const mode = call.options["dry-run"] === true ? "dryRun" : "import";
    const report = await importStation(files.reading.config, { directory, mode, evses: files.evses });
    if (typeof report === "string") return notAnswered(call, report);
    call.io.print(call.io.isJson ? JSON.stringify(report) : reportText(report));
    return isComplete(report) ? EXIT.fine : EXIT.findings;
  },
};

function isComplete({ databases }: ImportReport): boolean {
  return databases.every(({ problem, parts }) =>
    problem === undefined && parts.every((part) => part.problem === undefined && part.left.length === 0)
  );
}

function reportText({ databases, isDryRun }: ImportReport): string {
  return [
    ...databases.map((database) => databaseText(database, isDryRun)),
    ...isDryRun ? ["Nothing was changed."] : [],
  ].join("\n");
}

function databaseText({ source, parts, problem }: ImportedDatabase, isDryRun: boolean): string {
  if (problem !== undefined) return [source, wrapped(`not imported: ${problem}`, "  "), ""].join("\n");
  const sum = (count: (part: ImportedPart) => number) =>
    parts.reduce((total, part) => total + count(part), 0);
  const importedRows = sum(({ imported }) => imported.length);
  return [
    source,
    ...parts.flatMap(partLines),
    `  ${importedRows} rows ${isDryRun ? "would be " : ""}imported, ${
      sum(({ left }) => left.length)
    } stay behind`,
    "",
  ].join("\n");
}

function partLines({ name, imported, left, problem }: ImportedPart): readonly string[] {
  return [
    ...problem === undefined ? [] : [wrapped(`left all ${name}: ${problem}`, "  ")],
    ...imported.map((row) => wrapped(`imported ${name}: ${row}`, "  ")),
    ...left.map(({ row, reason }) => wrapped(`left ${name}: ${row}: ${reason}`, "  ")),
  ];
}
