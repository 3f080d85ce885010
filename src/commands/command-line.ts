import { reasonOf } from "../kernel/reason-of.ts";
import type { CommandDefinition, OptionDefinition } from "./command.ts";
import { nearestWord } from "../kernel/nearest-word.ts";

/** Options that every command has. */
export const COMMON_OPTIONS: readonly OptionDefinition[] = [
  { name: "json", summary: "print one JSON document with stable fields" },
  { name: "state", value: "DIR", summary: "directory of the module's socket and core database" },
  { name: "help", summary: "show this help" },
];

export type ParsedCommandLine =
  /** The first word is an option: the manager starts the module. */
  | { readonly kind: "module" }
  | { readonly kind: "overview" }
  | { readonly kind: "help"; readonly command: CommandDefinition }
  /** The first word of several commands. */
  | { readonly kind: "groupHelp"; readonly commands: readonly CommandDefinition[] }
  /** `help` is the command line that explains more. */
  | { readonly kind: "mistake"; readonly reason: string; readonly help: string }
  | {
    readonly kind: "command";
    readonly command: CommandDefinition;
    readonly arguments: readonly string[];
    readonly options: Readonly<Record<string, string | true>>;
  };

/** Reads the command line; anything that is no command gives a mistake with the word that was probably meant. */
export async function parseCommandLine(
  argv: readonly string[],
  commands: readonly CommandDefinition[],
): Promise<ParsedCommandLine> {
  const [first] = argv;
  if (first === undefined || first.startsWith("-")) return { kind: "module" };
  if (first === "help") return help(argv.slice(1).filter((word) => !word.startsWith("-")), commands);
  const command = findCommand(argv, commands);
  if (command === undefined) {
    return argv.includes("--help") ? help([first], commands) : unknownCommand(argv, commands);
  }
  return await parseCommand(command, argv.slice(command.name.split(" ").length));
}

function help(words: readonly string[], commands: readonly CommandDefinition[]): ParsedCommandLine {
  if (words.length === 0) return { kind: "overview" };
  const command = findCommand(words, commands);
  if (command !== undefined) return { kind: "help", command };
  const group = groupOf(words, commands);
  return words.length === 1 && group.length > 0
    ? { kind: "groupHelp", commands: group }
    : unknownCommand(words, commands);
}

function groupOf(
  [first]: readonly string[],
  commands: readonly CommandDefinition[],
): readonly CommandDefinition[] {
  return commands.filter(({ name }) => name.startsWith(`${first} `));
}

function findCommand(
  words: readonly string[],
  commands: readonly CommandDefinition[],
): CommandDefinition | undefined {
  return commands.find(({ name }) => name.split(" ").every((word, index) => words[index] === word));
}

function unknownCommand(
  words: readonly string[],
  commands: readonly CommandDefinition[],
): ParsedCommandLine & { kind: "mistake" } {
  const names = commands.map(({ name }) => name);
  const typed = words.filter((word) => !word.startsWith("-")).slice(0, 2).join(" ");
  const group = groupOf(words, commands).map(({ name }) => name);
  const help = group.length > 0 ? helpOf(words[0] ?? "") : "OCPP201 help";
  if (group.length > 0 && nearestWord(typed, group) === undefined) {
    const seconds = group.map((name) => name.split(" ")[1]).join(", ");
    return { kind: "mistake", reason: `${words[0]} needs one of: ${seconds}`, help };
  }
  const suggestion = nearestWord(typed, names) ?? nearestWord(words[0] ?? "", names);
  const hint = suggestion === undefined ? "" : `; did you mean ${suggestion}?`;
  return { kind: "mistake", reason: `there is no command ${typed}${hint}`, help };
}

function helpOf(name: string): string {
  return `OCPP201 ${name} --help`;
}

async function parseCommand(
  command: CommandDefinition,
  words: readonly string[],
): Promise<ParsedCommandLine> {
  const mistaken = (reason: string) => ({ kind: "mistake", reason, help: helpOf(command.name) } as const);
  const definitions = [...command.options, ...COMMON_OPTIONS];
  const options = Object.fromEntries(
    definitions.map((
      { name, value },
    ) => [name, { type: value === undefined ? "boolean" : "string" } as const]),
  );
  const unknown = words.find((word) => word.startsWith("--") && !(optionName(word) in options));
  if (unknown !== undefined) {
    const suggestion = nearestWord(optionName(unknown), Object.keys(options));
    const hint = suggestion === undefined ? "" : `; did you mean --${suggestion}?`;
    return mistaken(`${command.name} has no option ${unknown}${hint}`);
  }
  // The start of the module has no use for it.
  const { parseArgs } = await import("node:util");
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
    if (values["help"] === true) return { kind: "help", command };
    const reason = wrongCount(command, positionals);
    if (reason !== undefined) return mistaken(reason);
    return { kind: "command", command, arguments: positionals, options: presentValues(values) };
  } catch (error) {
    return mistaken(reasonOf(error));
  }
}

function optionName(word: string): string {
  return word.replace(/^--/, "").replace(/=.*$/s, "");
}

function wrongCount(command: CommandDefinition, positionals: readonly string[]): string | undefined {
  const needed = command.arguments.filter((name) => !name.startsWith("["));
  const isMany = command.arguments.at(-1)?.includes("...") === true;
  if (positionals.length < needed.length) {
    return `${command.name} needs ${needed.slice(positionals.length).join(" ")}`;
  }
  return positionals.length > command.arguments.length && !isMany
    ? `${command.name} does not understand ${positionals[command.arguments.length]}`
    : undefined;
}

function presentValues(
  values: Readonly<Record<string, string | boolean | undefined | (string | boolean)[]>>,
): Record<string, string | true> {
  const present: Record<string, string | true> = {};
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === "string" || value === true) present[name] = value;
  }
  return present;
}
