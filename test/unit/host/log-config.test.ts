import assert from "node:assert/strict";
import { levelFromLogConfig } from "../../../src/host/log-config.ts";

const cases: [string, string, string][] = [
  ["a plain severity", 'Filter="%Severity% >= DEBG"', "debug"],
  ["a severity without quotes", "Filter=%Severity% >= WARN", "warning"],
  [
    "a clause for another process is not ours",
    'Filter="(%Process% contains "evse_manager" and %Severity% >= VERB) or %Severity% >= ERRO"',
    "error",
  ],
  [
    "a clause for our process wins when it is more talkative",
    'Filter="(%Process% contains "OCPP201" and %Severity% >= DEBG) or %Severity% >= ERRO"',
    "debug",
  ],
  ["logging that is switched off", "[Core]\nDisableLogging=true", "off"],
  ["an empty file", "", "info"],
  ["an unknown severity", 'Filter="%Severity% >= LOUD"', "info"],
];

for (const [name, text, level] of cases) {
  Deno.test(`the logging file gives ${level} for ${name}`, () => {
    assert.equal(levelFromLogConfig(text, "ocpp:OCPP201"), level);
  });
}
