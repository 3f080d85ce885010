import { COMMON_OPTIONS } from "./command-line.ts";
import type { CommandDefinition, OptionDefinition } from "./command.ts";
import { hanging } from "./hanging-text.ts";
import { textTable } from "./text-table.ts";

/** Every command with its summary. */
export function overviewText(commands: readonly CommandDefinition[]): string {
  return [
    "Commands, each with --help:",
    "",
    textTable(commands.map(({ name, summary }) => [`  ${name}`, summary])),
    "",
    "Without a command the module runs, as EVerest's manager starts it (OCPP201 --help).",
  ].join("\n");
}

/** The help of one command: fits a screen. */
export function commandHelp(
  { name, summary, remarks, arguments: names, options, example }: CommandDefinition,
): string {
  const usage = ["OCPP201", name, ...names, "[options]"].join(" ");
  return [
    `${usage}`,
    "",
    `Shows ${summary}.`,
    ...(remarks === undefined ? [] : ["", hanging(remarks, 0)]),
    "",
    textTable([...options, ...COMMON_OPTIONS].map((option) => [`  ${optionText(option)}`, option.summary])),
    "",
    `Example: ${example.line}`,
    `  ${example.says}`,
    "",
    "Exit status: 0 fine, 1 findings, 2 could not check.",
  ].join("\n");
}

/** E.g. `--wait accepted`. */
export function optionText({ name, value }: OptionDefinition): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}
