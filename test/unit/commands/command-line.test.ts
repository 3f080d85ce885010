import assert from "node:assert/strict";
import { parseCommandLine } from "../../../src/commands/command-line.ts";
import { COMMANDS } from "../../../src/commands/command-table.ts";
import type { CommandDefinition } from "../../../src/commands/command.ts";
import { commandHelp, groupHelp, overviewText } from "../../../src/commands/help-text.ts";

const command = (name: string, positionals: readonly string[] = []): CommandDefinition => ({
  ...{
    name,
    summary: "something",
    arguments: positionals,
    options: [{ name: "evse", value: "N", summary: "" }],
  },
  example: { line: "", says: "" },
  run: () => Promise.resolve(0),
});
const TABLE = [
  command("status"),
  command("queue list"),
  command("queue show", ["ID"]),
  command("check", ["[FILE]"]),
];

async function parse(line: string): Promise<string> {
  const parsed = await parseCommandLine(line.split(" ").filter(Boolean), TABLE);
  if (parsed.kind === "mistake") return `${parsed.reason} (see ${parsed.help})`;
  if (parsed.kind === "groupHelp") return `help of ${parsed.commands.map(({ name }) => name).join(", ")}`;
  if (parsed.kind !== "command") return parsed.kind;
  return [parsed.command.name, ...parsed.arguments, JSON.stringify(parsed.options)].join(" ");
}

Deno.test("the first word decides: an option starts the module, a word is a command", async () => {
  assert.equal(await parse(""), "module");
  assert.equal(await parse("--prefix /usr --module ocpp"), "module");
  assert.equal(await parse("--help"), "module");
  assert.equal(await parse("status"), "status {}");
  assert.equal(await parse("queue show 7 --json"), 'queue show 7 {"json":true}');
  assert.equal(await parse("check --state /tmp/x everest.yaml"), 'check everest.yaml {"state":"/tmp/x"}');
  assert.equal(await parse("status --help"), "help");
  assert.equal(await parse("help"), "overview");
  assert.equal(await parse("help queue show"), "help");
  assert.equal(await parse("queue show --help"), "help");
});

Deno.test("a group of commands has a help, too", async () => {
  for (const line of ["queue --help", "queue --json --help", "help queue", "help queue --help"]) {
    assert.equal(await parse(line), "help of queue list, queue show");
  }
  const text = groupHelp(COMMANDS.filter(({ name }) => name.startsWith("variables ")));
  assert.match(text, /^OCPP201 variables COMMAND \[options\]$/m);
  assert.match(text, /^ +explain NAME +everything about one variable/m);
  assert.match(text, /^ +diff \[EXPORT\.JSON\] +what is set otherwise/m);
});

Deno.test("a mistake names the help of the command that was meant", async () => {
  assert.match(await parse("queue"), /\(see OCPP201 queue --help\)$/);
  assert.match(await parse("queue show"), /\(see OCPP201 queue show --help\)$/);
  assert.match(await parse("queue show 7 --esve 1"), /\(see OCPP201 queue show --help\)$/);
  assert.match(await parse("status now"), /\(see OCPP201 status --help\)$/);
  assert.match(await parse("something"), /\(see OCPP201 help\)$/);
});

Deno.test("a slip of the fingers is answered with the right word", async () => {
  assert.match(await parse("statsu"), /did you mean status\?/);
  assert.match(await parse("queue lst"), /did you mean queue list\?/);
  assert.match(await parse("queue"), /queue needs one of: list, show/);
  assert.match(await parse("something"), /^there is no command something \(/);
  assert.match(await parse("status --esve 1"), /has no option --esve; did you mean --evse\?/);
  assert.match(await parse("queue show"), /queue show needs ID/);
  assert.match(await parse("status now"), /does not understand now/);
  assert.match(await parse("status --evse"), /evse/);
});

Deno.test("every help fits a screen of 24 lines and 100 columns, and has an example", () => {
  for (const text of [overviewText(COMMANDS), ...groupTexts(), ...COMMANDS.map(commandHelp)]) {
    const lines = text.split("\n");
    assert.ok(lines.length <= 24, text);
    assert.ok(lines.every((line) => line.length <= 100), text);
  }
  assert.ok(COMMANDS.every(({ example }) => example.line.startsWith("OCPP201 ") && example.says !== ""));
});

function groupTexts(): string[] {
  const groups = Map.groupBy(COMMANDS, ({ name }) => name.split(" ")[0]!);
  return [...groups.values()].map((commands) => groupHelp(commands));
}

Deno.test("the page about the commands has every one of them", async () => {
  const page = await Deno.readTextFile(new URL("../../../docs/commands.md", import.meta.url));
  const isExplained = (name: string) => new RegExp(`(?:\`|OCPP201 |^## )${name}\\b`, "m").test(page);
  assert.deepEqual(COMMANDS.map(({ name }) => name).filter((name) => !isExplained(name)), []);
});

Deno.test("the help of a command that changes something begins with what it does", () => {
  const beginningOf = (name: string) => {
    const command = COMMANDS.find((each) => each.name === name);
    return command && commandHelp(command).split("\n")[2];
  };
  assert.match(beginningOf("variables set") ?? "", /^Sets a variable/);
  assert.match(beginningOf("import") ?? "", /^Imports /);
  assert.match(beginningOf("reconnect") ?? "", /^Tries at once to connect/);
  assert.equal(beginningOf("log tail"), "The newest messages, each request with its answer.");
});
