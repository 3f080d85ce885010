import assert from "node:assert/strict";
import { COMMANDS } from "../../../../src/commands/command-table.ts";
import { EXIT } from "../../../../src/commands/command.ts";
import { renderManualPage } from "../../../../tools/package/manual-page.ts";

const FACTS = { version: "1.2.3", date: "2026-11-29" };

Deno.test("the manual page has every command with its remarks, options and example", () => {
  const page = renderManualPage(COMMANDS, FACTS).replaceAll("\\-", "-");
  for (const { name, options, example, remarks = "" } of COMMANDS) {
    assert.ok(page.includes(`.SS "${name}`), name);
    assert.ok(page.includes(example.line), example.line);
    assert.ok(page.includes(remarks), `${name}: ${remarks}`);
    for (const option of options) assert.ok(page.includes(`.B --${option.name}`), option.name);
  }
  assert.match(page, /^\.TH OCPP201 1 "2026-11-29" "OCPP201 1\.2\.3"/);
});

Deno.test("text that roff would take for a request or an escape is printed as it stands", () => {
  const page = renderManualPage([{
    name: "odd",
    summary: "odd things",
    arguments: [],
    options: [{ name: "sep", value: "TEXT", summary: ".so file, or C:\\dir" }],
    example: { line: "'quoted'", says: 'it says "so"' },
    run: () => Promise.resolve(EXIT.fine),
  }], FACTS);
  assert.ok(page.includes("\\&.so file, or C:\\edir"));
  assert.ok(page.includes("\\&'quoted'"));
  assert.equal(page.split("\n").some((line) => line.startsWith(".so")), false);
});
