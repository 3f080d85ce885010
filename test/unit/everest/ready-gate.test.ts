import assert from "node:assert/strict";
import { ReadyGate } from "../../../src/everest/ready-gate.ts";
import { MAX_MESSAGES_BEFORE_READY } from "../../../src/kernel/limits.ts";

Deno.test("the gate holds what comes before it opens, up to a limit, and lets everything through afterwards", () => {
  const gate = new ReadyGate();
  const ran: number[] = [];
  for (let i = 0; i < MAX_MESSAGES_BEFORE_READY; i++) assert.equal(gate.pass(() => ran.push(i)), "queued");
  assert.equal(gate.pass(() => ran.push(-1)), "overflow");
  assert.equal(ran.length, 0);
  gate.open();
  gate.open();
  assert.equal(gate.pass(() => ran.push(-2)), "passed");
  assert.equal(ran.length, MAX_MESSAGES_BEFORE_READY + 1);
  assert.deepEqual([ran[0], ran.at(-1)], [0, -2]);
});
