import assert from "node:assert/strict";
import { upgradeSteps } from "../../../../src/csms/examination/upgrade-steps.ts";
import { explanation } from "../../../../src/inspection/csms-examination.ts";

type Answer = Parameters<typeof upgradeSteps>[0];

const CASES: readonly (readonly [Answer, readonly string[]])[] = [
  [{ kind: "open", subprotocol: "ocpp2.0.1" }, ["passed", "passed", "passed"]],
  [{ kind: "unauthorized", status: 401 }, ["passed", "failed", "notTried"]],
  [{ kind: "subprotocolMissing", offered: "ocpp1.6" }, ["passed", "passed", "failed"]],
  [{ kind: "upgradeRefused", status: 404, reason: "Not Found" }, ["failed", "notTried", "notTried"]],
  [{ kind: "timeout" }, ["failed", "notTried", "notTried"]],
];

Deno.test("what an answer to the upgrade request says of upgrade, password and subprotocol", () => {
  for (const [answer, kinds] of CASES) {
    const steps = upgradeSteps(answer, "password", 5);
    assert.deepEqual(steps.map(({ name }) => name), ["upgrade", "password", "subprotocol"]);
    assert.deepEqual(steps.map(({ outcome }) => outcome.kind), kinds, answer.kind);
  }
});

Deno.test("a refused upgrade blames the path only when there is nothing at it", () => {
  assert.match(explanation({ kind: "upgradeRefused", status: 404, reason: "" }).cause, /path/);
  assert.doesNotMatch(explanation({ kind: "upgradeRefused", status: 502, reason: "" }).cause, /path/);
});
