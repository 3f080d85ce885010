import assert from "node:assert/strict";
import { parseCommandLine } from "../../../src/commands/command-line.ts";
import { COMMANDS } from "../../../src/commands/command-table.ts";
import type { CommandDefinition } from "../../../src/commands/command.ts";
import { commandHelp, overviewText } from "../../../src/commands/help-text.ts";

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

function parse(line: string): string {
  const parsed = parseCommandLine(line.split(" ").filter(Boolean), TABLE);
  if (parsed.kind === "mistake") return parsed.reason;
  if (parsed.kind !== "command") return parsed.kind;
  return [parsed.command.name, ...parsed.arguments, JSON.stringify(parsed.options)].join(" ");
}

Deno.test("the first word decides: an option starts the module, a word is a command", () => {
  assert.equal(parse(""), "module");
  assert.equal(parse("--prefix /usr --module ocpp"), "module");
  assert.equal(parse("--help"), "module");
  assert.equal(parse("status"), "status {}");
  assert.equal(parse("queue show 7 --json"), 'queue show 7 {"json":true}');
  assert.equal(parse("check --state /tmp/x everest.yaml"), 'check everest.yaml {"state":"/tmp/x"}');
  assert.equal(parse("status --help"), "help");
  assert.equal(parse("help"), "overview");
  assert.equal(parse("help queue show"), "help");
});

Deno.test("a slip of the fingers is answered with the right word", () => {
  assert.match(parse("statsu"), /did you mean status\?/);
  assert.match(parse("queue lst"), /did you mean queue list\?/);
  assert.match(parse("queue"), /queue needs one of: list, show/);
  assert.match(parse("something"), /^there is no command something$/);
  assert.match(parse("status --esve 1"), /has no option --esve; did you mean --evse\?/);
  assert.match(parse("queue show"), /queue show needs ID/);
  assert.match(parse("status now"), /does not understand now/);
  assert.match(parse("status --evse"), /evse/);
});

Deno.test("every help fits a screen of 24 lines and 100 columns, and has an example", () => {
  for (const text of [overviewText(COMMANDS), ...COMMANDS.map(commandHelp)]) {
    const lines = text.split("\n");
    assert.ok(lines.length <= 24, text);
    assert.ok(lines.every((line) => line.length <= 100), text);
  }
  assert.ok(COMMANDS.every(({ example }) => example.line.startsWith("OCPP201 ") && example.says !== ""));
});
