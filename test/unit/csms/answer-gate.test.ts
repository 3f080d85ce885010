import assert from "node:assert/strict";
import { ANSWER_GATE_MS, AnswerGate } from "../../../src/csms/answer-gate.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";

function bench() {
  const clock = new FakeClock();
  const opened: number[] = [];
  const gate = new AnswerGate(clock, () => opened.push(clock.monotonicMs()));
  return { clock, opened, gate };
}

Deno.test("the gate blocks until the last answer is out", () => {
  const { gate, opened } = bench();
  assert.equal(gate.blocks(), false);
  gate.enter();
  gate.enter();
  assert.equal(gate.blocks(), true);
  gate.leave();
  assert.equal(gate.blocks(), true);
  assert.deepEqual(opened, []);
  gate.leave();
  assert.equal(gate.blocks(), false);
  assert.equal(opened.length, 1);
});

Deno.test("nobody waits, no timer runs", () => {
  const { gate, clock } = bench();
  gate.enter();
  assert.deepEqual(clock.pending(), []);
});

Deno.test("the gate opens after its time and stays open until all are answered, then works anew", () => {
  const { gate, clock, opened } = bench();
  gate.enter();
  gate.blocks();
  clock.advance(ANSWER_GATE_MS);
  assert.deepEqual(opened, [ANSWER_GATE_MS]);
  assert.equal(gate.blocks(), false);
  gate.enter();
  assert.equal(gate.blocks(), false);
  gate.leave();
  gate.leave();
  gate.enter();
  assert.equal(gate.blocks(), true);
  gate.stop();
  assert.deepEqual(clock.pending(), []);
});
