import { COMMON_OPTIONS } from "../../src/commands/command-line.ts";
import type { CommandDefinition, OptionDefinition } from "../../src/commands/command.ts";
import { LAUNCH_HELP } from "../../src/runtime/launch.ts";

/** Completion for bash, from the table of commands: their words, options, and values that are files or fixed words. */
export function renderBashCompletion(commands: readonly CommandDefinition[]): string {
  const firstWords = [...new Set(commands.map(({ name }) => name.split(" ")[0] ?? ""))];
  return [
    "# Completion of OCPP201 for bash, made from its table of commands.",
    "_ocpp201() {",
    "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}",
    '  local typed=("${COMP_WORDS[@]:1:COMP_CWORD-1}") is_help=',
    "  if [[ ${typed[0]-} == help ]]; then",
    "    is_help=1",
    '    typed=("${typed[@]:1}")',
    "  fi",
    '  case "${typed[*]}" in',
    `    "") ${offer("-W", [...firstWords, ...moduleOptions()].join(" "))} ;;`,
    ...firstWords.flatMap((word) => groupBranch(word, commands)),
    ...commands.toSorted(moreWordsFirst).flatMap(commandBranch),
    "  esac",
    "}",
    "complete -F _ocpp201 OCPP201 ocpp201",
    "",
  ].join("\n");
}

/** Where `doctor` is a command and `doctor csms` another, bash takes the first branch that fits. */
function moreWordsFirst(one: CommandDefinition, other: CommandDefinition): number {
  return other.name.split(" ").length - one.name.split(" ").length;
}

/** `help` and the options with which the module itself is started. */
function moduleOptions(): string[] {
  return ["help", ...new Set(LAUNCH_HELP.match(/--[a-z_]+/g) ?? [])];
}

function groupBranch(word: string, commands: readonly CommandDefinition[]): string[] {
  const seconds = commands.map(({ name }) => name.split(" ")).filter(([first]) => first === word)
    .flatMap(([, second]) => second ?? []);
  if (seconds.length === 0) return [];
  const itself = commands.find(({ name }) => name === word);
  const options = itself === undefined ? ["--help"] : optionsOf(itself).map(({ name }) => `--${name}`);
  return [`    "${word}") ${offer("-W", [...seconds, ...options].join(" "))} ;;`];
}

function optionsOf({ options }: CommandDefinition): readonly OptionDefinition[] {
  return [...options, ...COMMON_OPTIONS];
}

function commandBranch(command: CommandDefinition): string[] {
  const { name, arguments: names } = command;
  const all = optionsOf(command);
  const choices = all.map((option) => `--${option.name}`).join(" ");
  const last = names.at(-1);
  const forArgument = last === undefined ? undefined : valueChoices(last);
  return [
    `    "${name}" | "${name} "*)`,
    "      [[ -n $is_help ]] && return",
    '      case "$before" in',
    ...all.flatMap(valueBranch),
    `        *) ${offer("-W", choices)} ;;`,
    "      esac",
    ...(forArgument === undefined ? [] : [`      [[ $word == -* ]] || ${forArgument}`]),
    "      ;;",
  ];
}

function valueBranch({ name, value }: OptionDefinition): string[] {
  if (value === undefined) return [];
  const choices = valueChoices(value);
  return [`        --${name}) ${choices === undefined ? "" : `${choices}; `}return ;;`];
}

/** Directories, files or fixed words; undefined where only the user can know the value. */
function valueChoices(value: string): string | undefined {
  const name = value.replace(/^\[|\]$/g, "");
  if (/^[a-z|]+$/.test(name)) return offer("-W", name.replaceAll("|", " "));
  if (name === "DIR") return offer("-d");
  return name.includes("FILE") || name.includes(".") && !name.includes("...") ? offer("-f") : undefined;
}

function offer(kind: "-W" | "-d" | "-f", words?: string): string {
  return `mapfile -t COMPREPLY < <(compgen ${kind}${words === undefined ? "" : ` "${words}"`} -- "$word")`;
}
