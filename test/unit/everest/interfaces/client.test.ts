import assert from "node:assert/strict";
import { connectionTo, FakeEverestModule } from "../../../fakes/everest-module.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { evseManager } from "../../../../src/everest/interfaces/evse-manager.ts";
import { system } from "../../../../src/everest/interfaces/system.ts";
import { MAX_DISTINCT_REPORTS } from "../../../../src/kernel/limits.ts";
import type { Evse } from "../../../../src/everest/interfaces/types/evse-manager.ts";
import type { SessionEvent } from "../../../../src/everest/interfaces/types/session-event.ts";

function bench() {
  const module = new FakeEverestModule();
  const log = new RecordingLogger();
  const evse = evseManager(module, connectionTo("evse_manager", "evse_manager_1"), log);
  return { module, log, evse };
}

Deno.test("a command carries its arguments and gives the typed result", async () => {
  const { module, evse, log } = bench();
  module.answer("evse_manager_1", "get_evse", { id: 1, connectors: [{ id: 1, type: "cType2" }] });
  const answer = await evse.getEvse(5000);
  assert.equal(answer.kind, "result");
  const value: Evse = answer.kind === "result" ? answer.value : assert.fail();
  assert.deepEqual(value, { id: 1, connectors: [{ id: 1, type: "cType2" }] });
  assert.deepEqual(module.sent, [{
    target: "evse_manager_1",
    command: "get_evse",
    args: {},
    timeoutMs: 5000,
  }]);
  assert.deepEqual(log.lines, []);
});

Deno.test("a time-out, an error reply and a garbled result are all failures that name module, interface and command", async () => {
  const { module, evse, log } = bench();
  assert.deepEqual(await evse.pauseCharging(), { kind: "failed", reason: "CmdTimeout: no answer" });
  module.answer("evse_manager_1", "pause_charging", "yes");
  assert.deepEqual(await evse.pauseCharging(), {
    kind: "failed",
    reason: 'must be true or false, is "yes"',
  });
  module.answer("evse_manager_1", "get_evse", { id: 1, connectors: 2 });
  assert.deepEqual(await evse.getEvse(), {
    kind: "failed",
    reason: "connectors: must be a list, is 2",
  });
  assert.equal(log.messages("warning").length, 3);
  assert.deepEqual(log.lines[1], {
    level: "warning",
    scope: "test",
    message: "a command was answered with a wrong result",
    fields: {
      module: "evse_manager_1",
      implementation: "main",
      interface: "evse_manager",
      command: "pause_charging",
      reason: 'must be true or false, is "yes"',
    },
  });
});

Deno.test("an error reply goes on only as long as people read it", async () => {
  const { module, evse, log } = bench();
  const message = "x".repeat(498 - "HandlerException".length);
  const replies = (text: string) =>
    module.answerWith(
      "evse_manager_1",
      "pause_charging",
      () => ({ kind: "error", type: "HandlerException", message: text }),
    );
  replies(message);
  assert.deepEqual(await evse.pauseCharging(), { kind: "failed", reason: `HandlerException: ${message}` });
  replies(`${message}!`);
  assert.deepEqual(await evse.pauseCharging(), { kind: "failed", reason: `HandlerException: ${message}` });
  assert.equal(String(log.lines[1]?.fields["reason"]).length, 500);
});

Deno.test("a command whose arguments would kill the receiver is not sent", async () => {
  const { module, evse, log } = bench();
  const failed = await evse.stopTransaction({ reason: "ImmediateReset" as "HardReset" });
  assert.deepEqual(failed, {
    kind: "failed",
    reason: 'request.reason: is not a known value: "ImmediateReset"',
  });
  assert.deepEqual(module.sent, []);
  assert.equal(log.messages("warning").length, 1);
});

Deno.test("the result of a command without result is ignored", async () => {
  const module = new FakeEverestModule();
  const peer = system(module, connectionTo("system", "system"), new RecordingLogger());
  module.answer("system", "reset", null);
  assert.equal((await peer.reset({ type: "NotSpecified", scheduled: true })).kind, "result");
  assert.deepEqual(module.sent[0]?.args, { type: "NotSpecified", scheduled: true });
});

Deno.test("a wrong variable is dropped and reported once, later ones only at debug level", () => {
  const { module, evse, log } = bench();
  const seen: SessionEvent[] = [];
  evse.onSessionEvent((event) => seen.push(event));
  const wrong = { uuid: "u", timestamp: "2026-01-01T00:00:00.000Z", event: "Exploded" };
  module.emit("evse_manager_1", "session_event", wrong);
  module.emit("evse_manager_1", "session_event", wrong);
  assert.deepEqual(seen, []);
  assert.deepEqual(log.lines.map((line) => line.level), ["warning", "debug"]);
  assert.deepEqual(log.lines[0]?.fields, {
    module: "evse_manager_1",
    implementation: "main",
    interface: "evse_manager",
    field: "session_event.event",
    reason: 'is not a known value: "Exploded"',
  });
});

Deno.test("a garbled part does not cost the end of a transaction", () => {
  const { module, evse, log } = bench();
  const seen: SessionEvent[] = [];
  evse.onSessionEvent((event) => seen.push(event));
  module.emit("evse_manager_1", "session_event", {
    uuid: "u",
    timestamp: "2026-01-01T00:00:00.000Z",
    event: "TransactionFinished",
    transaction_finished: { reason: "Boredom", meter_value: { timestamp: 5 }, id_tag: null },
  });
  assert.deepEqual(seen, [{
    uuid: "u",
    timestamp: "2026-01-01T00:00:00.000Z",
    event: "TransactionFinished",
    transaction_finished: {},
  }]);
  assert.deepEqual(log.lines.map((line) => line.fields["field"]), [
    "session_event.transaction_finished.meter_value.timestamp",
    "session_event.transaction_finished.reason",
  ]);
});

Deno.test("complaints of endless variety end up at debug level", () => {
  const { module, evse, log } = bench();
  evse.onEvseId(() => {});
  for (let i = 0; i <= MAX_DISTINCT_REPORTS; i++) module.emit("evse_manager_1", "evse_id", i);
  assert.equal(log.messages("warning").length, MAX_DISTINCT_REPORTS);
  assert.equal(log.messages("debug").length, 1);
});
