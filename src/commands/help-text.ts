import { COMMON_OPTIONS } from "./command-line.ts";
import type { CommandDefinition, OptionDefinition } from "./command.ts";
import { hanging } from "./hanging-text.ts";
import { wrapped } from "./wrapped-text.ts";

/** Every command with its summary. */
export function overviewText(commands: readonly CommandDefinition[]): string {
  return [
    "Commands, each with --help (OCPP201 status --help, OCPP201 variables --help):",
    "",
    describedList(groupsOf(commands).map(({ usage, summary }) => [usage, summary])),
    "",
    "Without a command the module runs, as EVerest's manager starts it (OCPP201 --help).",
  ].join("\n");
}

/** Commands with the same first word, e.g. `log tail|show|export`, with the summary of the first or the bare one. */
function groupsOf(commands: readonly CommandDefinition[]): { usage: string; summary: string }[] {
  const groups = Map.groupBy(commands, ({ name }) => name.split(" ")[0]!);
  return [...groups].map(([word, members]) => {
    const seconds = members.flatMap(({ name }) => name.split(" ")[1] ?? []);
    const bare = members.find(({ name }) => name === word);
    const choice = bare === undefined ? seconds.join("|") : `[${seconds.join("|")}]`;
    return {
      usage: seconds.length === 0 ? word : `${word} ${choice}`,
      summary: (bare ?? members[0])?.summary ?? "",
    };
  });
}

/** The help of commands with the same first word. */
export function groupHelp(commands: readonly CommandDefinition[]): string {
  const [word = ""] = commands[0]?.name.split(" ") ?? [];
  return [
    `OCPP201 ${word} COMMAND [options]`,
    "",
    describedList(
      commands.map((
        { name, arguments: names, summary },
      ) => [[...name.split(" ").slice(1), ...names].join(" "), summary]),
    ),
    "",
    `OCPP201 ${word} COMMAND --help explains each.`,
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
    wrapped(summarySentence(summary), ""),
    ...(remarks === undefined ? [] : ["", hanging(remarks, 0)]),
    "",
    describedList([...options, ...COMMON_OPTIONS].map((option) => [optionText(option), option.summary])),
    "",
    `Example: ${example.line}`,
    `  ${example.says}`,
    "",
    "Exit status: 0 fine, 1 findings, 2 could not check.",
  ].join("\n");
}

/** E.g. `The newest messages, each request with its answer.` */
export function summarySentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}

/** One entry a line, with its description in a column of its own; a long description goes on in that column. */
function describedList(entries: readonly (readonly [string, string])[]): string {
  const column = 4 + Math.max(...entries.map(([entry]) => entry.length));
  return entries.map(([entry, text]) => `  ${entry}`.padEnd(column) + hanging(text, column)).join("\n");
}

/** E.g. `--wait accepted`. */
export function optionText({ name, value }: OptionDefinition): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}
