import assert from "node:assert/strict";
import { EXIT } from "../../../../src/commands/command.ts";
import { COMMANDS } from "../../../../src/commands/command-table.ts";
import { renderBashCompletion } from "../../../../tools/package/bash-completion.ts";

const run = () => Promise.resolve(EXIT.fine);
const example = { line: "", says: "" };
const TABLE = [
  {
    ...{ name: "wait", summary: "", arguments: ["[EVEREST.YAML]"], example, run },
    options: [
      { name: "for", value: "accepted|idle", summary: "" },
      { name: "seconds", value: "N", summary: "" },
    ],
  },
  { name: "queue list", summary: "", arguments: [], options: [], example, run },
  { name: "queue", summary: "", arguments: [], options: [{ name: "all", summary: "" }], example, run },
  { name: "tx list", summary: "", arguments: [], options: [], example, run },
  { name: "queue show", summary: "", arguments: ["ID"], options: [], example, run },
];

/** What bash offers for the last word of the line. */
async function offered(script: string, ...words: string[]): Promise<string[]> {
  const call =
    `${script}\nCOMP_WORDS=(OCPP201 "$@"); COMP_CWORD=$#; _ocpp201; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { success, stdout, stderr } = await new Deno.Command("bash", {
    args: ["-uc", call, "bash", ...words],
    cwd: import.meta.dirname ?? ".",
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).split("\n").filter((line) => line !== "").sort();
}

Deno.test("bash completes commands, their second words, options and values", async () => {
  const script = renderBashCompletion(TABLE);
  const cases: readonly (readonly [words: string[], offers: string[]])[] = [
    [["q"], ["queue"]],
    [["h"], ["help"]],
    [["--mod"], ["--module"]],
    [["queue", ""], ["--all", "--help", "--json", "--state", "list", "show"]],
    [["queue", "--all", "--j"], ["--json"]],
    [["queue", "show", "--a"], []],
    [["queue", "sh"], ["show"]],
    [["tx", ""], ["--help", "list"]],
    [["help", "qu"], ["queue"]],
    [["help", "queue", "l"], ["list"]],
    [["help", "wait", ""], []],
    [["queue", "show", "--j"], ["--json"]],
    [["wait", "--s"], ["--seconds", "--state"]],
    [["wait", "--for", ""], ["accepted", "idle"]],
    [["wait", "--seconds", ""], []],
    [["wait", "bash-comp"], ["bash-completion.test.ts"]],
    [["wait", "--json", "bash-comp"], ["bash-completion.test.ts"]],
    [["unknown", ""], []],
  ];
  for (const [words, offers] of cases) {
    const found = await offered(script, ...words);
    assert.deepEqual(
      found.filter((word) => words.at(-1) !== "h" || word === "help"),
      offers,
      words.join(" "),
    );
  }
});

Deno.test("every command of the program is offered", async () => {
  const script = renderBashCompletion(COMMANDS);
  for (const { name } of COMMANDS) {
    const words = name.split(" ");
    assert.ok((await offered(script, ...words)).includes(words.at(-1) ?? ""), name);
  }
});
