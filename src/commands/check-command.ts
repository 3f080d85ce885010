import type { CheckReport, Finding } from "../check/finding.ts";
import { checkStation } from "../runtime/check/run-check.ts";
import { readStationFiles } from "../runtime/check/station-files.ts";
import { type CommandCall, type CommandDefinition, EXIT, notAnswered } from "./command.ts";
import { countedText } from "./counted-text.ts";
import { wrapped } from "./wrapped-text.ts";

/** Where EVerest's manager looks for its configuration. */
export const DEFAULT_CONFIG = "/etc/everest/config.yaml";

/** `check [EVEREST.YAML]`. */
export const CHECK: CommandDefinition = {
  name: "check",
  summary: "what is wrong in the station's files, with the remedy",
  arguments: ["[EVEREST.YAML]"],
  options: [
    { name: "module", value: "ID", summary: "which module, where several are OCPP201" },
    {
      name: "prefix",
      value: "DIR",
      summary: "where EVerest is installed; default: as the configuration says",
    },
  ],
  example: {
    line: `OCPP201 check ${DEFAULT_CONFIG}`,
    says: "works without a running module; the argument is the manager's configuration",
  },
  async run(call) {
    const { module: moduleId, prefix } = call.options;
    const files = await readStationFiles({
      configPath: call.arguments[0] ?? DEFAULT_CONFIG,
      ...(typeof moduleId === "string" && { moduleId }),
      ...(typeof prefix === "string" && { prefix }),
    });
    if (files.kind === "unreadable") {
      // A place in the file is a finding; a file that is not there is none.
      if (files.position === undefined) return notAnswered(call, `${files.reason}${otherConfig(call)}`);
      call.io.print(call.io.isJson ? JSON.stringify({ error: files.reason }) : wrapped(files.reason, ""));
      return EXIT.findings;
    }
    const report = await checkStation(files, call.io.nowMs());
    call.io.print(call.io.isJson ? JSON.stringify(report) : reportText(report));
    return report.findings.length === 0 ? EXIT.fine : EXIT.findings;
  },
};

/** Who named no file may not know that there is one to name. */
function otherConfig({ arguments: [named] }: CommandCall): string {
  return named === undefined
    ? "; where EVerest's configuration is elsewhere: OCPP201 check EVEREST.YAML"
    : "";
}

function reportText({ findings, notChecked, configPath, moduleId }: CheckReport): string {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const head = findings.length === 0
    ? `Nothing is wrong with module ${moduleId} of ${configPath}.`
    : `${countedText(errors, "error")}, ${countedText(findings.length - errors, "warning")}.`;
  return [
    ...findings.map((finding) => `${findingText(finding)}\n`),
    wrapped(head, ""),
    "",
    "Not checked:",
    ...notChecked.map((text) => wrapped(`- ${text}`, "  ")),
  ].join("\n");
}

function findingText({ file, position, severity, text, instead }: Finding): string {
  const place = position === undefined ? file : `${file}:${position.line}:${position.column}`;
  return [
    place,
    wrapped(`${severity}: ${text}`, "  "),
    ...(instead === undefined ? [] : [wrapped(`instead: ${instead}`, "  ")]),
  ].join("\n");
}
