import assert from "node:assert/strict";
import fc from "fast-check";
import { parseLocatedYaml } from "../../../src/everest/definitions-yaml.ts";

const YAML = `# a station
active_modules:
  a: b
  b: c   # the value of a is a key, too
  ocpp:
    empty:
    config_module:
      # in between
      ResetStopDelay: -1
    connections:
      evse_manager:
        - { module_id: evse_manager_1, implementation_id: evse }
        - module_id: evse_manager_2
`;

function place(text: string, ...path: (string | number)[]): string | undefined {
  const document = parseLocatedYaml(text);
  assert.equal(document.kind, "document");
  const found = document.kind === "document" ? document.locate(path) : undefined;
  return found && `${found.line}:${found.column}`;
}

Deno.test("every value of a YAML text has a place", () => {
  assert.equal(place(YAML, "active_modules", "a"), "3:6");
  assert.equal(place(YAML, "active_modules", "b"), "4:6");
  assert.equal(place(YAML, "active_modules", "ocpp", "empty"), "6:5");
  assert.equal(place(YAML, "active_modules", "ocpp", "config_module", "ResetStopDelay"), "9:23");
  const connections = ["active_modules", "ocpp", "connections", "evse_manager"];
  assert.equal(place(YAML, ...connections, 0, "implementation_id"), "12:59");
  assert.equal(place(YAML, ...connections, 1, "module_id"), "13:22");
  assert.equal(place(YAML, ...connections, 2), undefined);
  assert.equal(place(YAML, "active_modules", "none"), undefined);
});

Deno.test("what is wrong with a text has a place, too", () => {
  const document = parseLocatedYaml("a: 1\nb:\n  - x\n c: 2\n");
  assert.deepEqual([document.kind, "position" in document && document.position], [
    "malformed",
    { line: 4, column: 2 },
  ]);
});

Deno.test("in JSON every value is found where it stands", () => {
  fc.assert(fc.property(
    fc.dictionary(
      fc.stringMatching(/^[a-z]{1,4}$/),
      fc.oneof(fc.integer(), fc.stringMatching(/^[a-z]{0,4}$/)),
    ),
    fc.constantFrom(0, 2, "\t"),
    (object, indent) => {
      const text = JSON.stringify({ outer: [object] }, undefined, indent);
      for (const [key, value] of Object.entries(object)) {
        const found = place(text, "outer", 0, key);
        const [line = 0, column = 0] = found?.split(":").map(Number) ?? [];
        const rest = text.split("\n")[line - 1]?.slice(column - 1) ?? "";
        assert.ok(rest.startsWith(JSON.stringify(value)), `${key} at ${found} of\n${text}`);
      }
    },
  ));
});

Deno.test("any text gives a document or a reason", () => {
  fc.assert(fc.property(fc.string(), (text) => void parseLocatedYaml(text)));
});
