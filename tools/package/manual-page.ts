import { COMMON_OPTIONS } from "../../src/commands/command-line.ts";
import type { CommandDefinition } from "../../src/commands/command.ts";
import { optionText, summarySentence } from "../../src/commands/help-text.ts";
import { LAUNCH_HELP } from "../../src/runtime/launch.ts";

export interface ManualPageFacts {
  readonly version: string;
  /** Day of the commit, e.g. 2026-11-29. */
  readonly date: string;
}

/** The manual page OCPP201(1) in the macros of man(7), from the table of commands. */
export function renderManualPage(
  commands: readonly CommandDefinition[],
  { version, date }: ManualPageFacts,
): string {
  return [
    `.TH OCPP201 1 ${quoted(date)} ${quoted(`OCPP201 ${version}`)} "EVerest"`,
    ".SH NAME",
    "OCPP201 \\- OCPP 2.0.1 charging station module for EVerest, and its command line",
    ".SH SYNOPSIS",
    ...paragraphs([
      ".B OCPP201\n.I command\n.RI [ options ]",
      ".B OCPP201 help\n.RI [ command ]",
      ".B OCPP201\n.B \\-\\-module\n.I id\n.RI [ options ]",
    ]),
    ".SH DESCRIPTION",
    "With a command as its first word, the program shows or changes something of a station and ends.",
    "Without one it is the module, as EVerest's manager or systemd starts it.",
    ".PP",
    "Commands ask the running module through a socket in its state directory, to which its user and group",
    "have access. What stands in files is answered without a running module.",
    ".SH COMMANDS",
    ...commands.flatMap(commandSection),
    ".SH OPTIONS OF EVERY COMMAND",
    ...COMMON_OPTIONS.flatMap(optionItem),
    ".SH THE MODULE",
    ".nf",
    ...LAUNCH_HELP.split("\n").map(escaped),
    ".fi",
    ".SH EXIT STATUS",
    ...items([
      ["0", "fine"],
      ["1", "there are findings; of the module: the broker is gone or the start failed"],
      ["2", "it could not be checked; of the module: the command line is wrong"],
    ]),
    ".SH FILES",
    ...items([
      ["/var/lib/ocpp201", "state directory of the systemd unit: databases and sockets"],
      ["/usr/libexec/everest/modules/OCPP201", "the module folder, with a device model to start from"],
      ["/usr/share/everest/modules/OCPP201", "where relative paths of the configuration begin"],
      ["/usr/share/doc/ocpp201", "commands, troubleshooting, operation, device model, metrics and others"],
    ]),
    "",
  ].join("\n");
}

function commandSection(
  { name, summary, remarks, arguments: names, options, example }: CommandDefinition,
): string[] {
  return [
    `.SS ${quoted([name, ...names].join(" "))}`,
    escaped(summarySentence(summary)),
    ...(remarks === undefined ? [] : [escaped(remarks)]),
    ...options.flatMap(optionItem),
    ".PP",
    "Example:",
    ".PP",
    ".RS 4",
    ".nf",
    escaped(example.line),
    ".fi",
    ".RE",
    ".PP",
    `${escaped(example.says)}.`,
  ];
}

function optionItem(option: CommandDefinition["options"][number]): string[] {
  return items([[optionText(option), option.summary]]);
}

function items(rows: readonly (readonly [tag: string, text: string])[]): string[] {
  return rows.flatMap(([tag, text]) => [".TP", `.B ${escaped(tag)}`, escaped(text)]);
}

function paragraphs(texts: readonly string[]): string[] {
  return texts.flatMap((text) => [".PP", text]);
}

/** A macro's argument. */
function quoted(text: string): string {
  return `"${escaped(text).replaceAll('"', "\\(dq")}"`;
}

/** Text that roff prints as it stands: no escapes, no requests, hyphens that can be copied. */
function escaped(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("…", "...")
    .replace(/^(?=[.'])/, "\\&");
}
