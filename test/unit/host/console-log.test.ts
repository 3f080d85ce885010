import assert from "node:assert/strict";
import fc from "fast-check";
import { consoleFormat, type ConsoleLogOptions, createConsoleLog } from "../../../src/host/console-log.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";

function logTo(lines: string[], changes: Partial<ConsoleLogOptions> = {}) {
  return createConsoleLog({
    clock: new FakeClock(),
    level: "debug",
    format: "journal",
    scope: "ocpp201",
    write: (line) => void lines.push(new TextDecoder().decode(line)),
    ...changes,
  });
}

Deno.test("journald gets its priority, the scope, the message and the fields", () => {
  const lines: string[] = [];
  const log = logTo(lines);
  log.error("a", { n: 1 });
  log.warning("b");
  log.notice("c");
  log.info("d");
  log.child("csms").child("socket").debug("e", { url: "wss://x/y", reason: "went away", empty: "" });
  assert.deepEqual(lines, [
    "<3>ocpp201: a n=1\n",
    "<4>ocpp201: b\n",
    "<5>ocpp201: c\n",
    "<6>ocpp201: d\n",
    `<7>ocpp201.csms.socket: e url=wss://x/y reason="went away" empty=""\n`,
  ]);
});

Deno.test("a text of the table is followed by the name of its event, before all fields", () => {
  const lines: string[] = [];
  logTo(lines).notice("connected to the CSMS", { slot: 1, event: "x" });
  logTo(lines).notice("constructor");
  assert.deepEqual(lines, [
    "<5>ocpp201: connected to the CSMS event=csms.connected slot=1 event=x\n",
    "<5>ocpp201: constructor\n",
  ]);
});

Deno.test("a person gets time and level in words", () => {
  const lines: string[] = [];
  logTo(lines, { format: "human" }).warning("m");
  assert.deepEqual(lines, ["2026-01-15T10:00:00.000Z WARNING ocpp201: m\n"]);
});

Deno.test("levels below the threshold are not written, and off writes nothing", () => {
  const lines: string[] = [];
  for (const level of ["warning", "off"] as const) {
    const log = logTo(lines, { level });
    log.error(`error at ${level}`);
    log.warning(`warning at ${level}`);
    log.notice(`notice at ${level}`);
  }
  assert.deepEqual(lines, ["<3>ocpp201: error at warning\n", "<4>ocpp201: warning at warning\n"]);
});

Deno.test("secrets are not written, however deep they lie", () => {
  const lines: string[] = [];
  logTo(lines).info("m", {
    basicAuthPassword: "hunter2",
    Authorization: "Basic aHVudGVyMg==",
    settings: { vpn: { password: "hunter2", server: "s" } },
    url: "wss://station:hunter2@host/ocpp",
    apn: { simPin: 12_345 },
  });
  assert.doesNotMatch(lines.join(), /hunter2|aHVudGVyMg|12345/);
  assert.match(lines.join(), /server/);
  assert.match(lines.join(), /wss:\/\/\*\*\*@host\/ocpp/);
});

Deno.test("whatever is logged takes exactly one line of bounded length", () => {
  const anything = fc.oneof(fc.anything(), fc.string({ unit: "binary" }), fc.constant("x".repeat(9000)));
  const hostile = fc.array(fc.constantFrom("\n", "\r", "\x1b[31m", "\x85", "\x7f", "\u2028", "a", " ", '"'))
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(
      fc.oneof(hostile, fc.string({ unit: "binary" })),
      fc.oneof(hostile, anything),
      (message, value) => {
        const lines: string[] = [];
        logTo(lines).info(message, { value });
        assert.equal(lines.length, 1);
        // deno-lint-ignore no-control-regex
        assert.match(lines[0] ?? "", /^<6>ocpp201: [^\x00-\x1f\x7f-\x9f\u2028\u2029]*\n$/);
        assert.ok((lines[0] ?? "").length <= 4100);
      },
    ),
  );
});

Deno.test("errors, circular values and bytes are shown in words", () => {
  const lines: string[] = [];
  const circle: Record<string, unknown> = {};
  circle["self"] = circle;
  logTo(lines).info("m", { error: new Error("boom"), key: new Uint8Array(3), circle, missing: undefined });
  assert.match(lines[0] ?? "", /error=boom key="3 bytes" circle="\(.*circular.*\)" missing=undefined\n$/);
});

Deno.test("a stderr that cannot be written to disturbs nobody", () => {
  logTo([], {
    write: () => {
      throw new Error("broken pipe");
    },
  }).error("m");
});

Deno.test("journald is recognised by its environment, unless a person is watching", () => {
  const environment = (set: Record<string, string>) => (name: string) => set[name];
  assert.equal(consoleFormat(environment({ JOURNAL_STREAM: "8:1" }), false), "journal");
  assert.equal(consoleFormat(environment({ INVOCATION_ID: "abc" }), false), "journal");
  assert.equal(consoleFormat(environment({ INVOCATION_ID: "abc" }), true), "human");
  assert.equal(consoleFormat(environment({}), false), "human");
});
