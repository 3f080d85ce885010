import assert from "node:assert/strict";
import fc from "fast-check";
import type { EvseEvent } from "../../../../src/station/evse-event.ts";
import { historyOf } from "../../../../src/station/transactions/evse-transaction-state.ts";
import {
  afterEvent,
  isOldNews,
  type SessionHistory,
} from "../../../../src/station/transactions/session-history.ts";
import { SESSION, SessionScript, swiped } from "./evse-events.ts";
import { inWords, MachineRunner } from "./machine-runner.ts";
import { createBench } from "./transactions-bench.ts";

const DRIVER = swiped("RFID0001");
const NEXT = "22222222-2222-4222-8222-222222222222";
const POINTS = ["EVConnected", "Authorized", "PowerPathClosed", "EnergyTransfer"];

const LATE: readonly (readonly [string, (s: SessionScript) => EvseEvent])[] = [
  ["SessionStarted", (s) => s.plug()],
  ["SessionStarted by a token", (s) => s.swipe(DRIVER)],
  ["TransactionStarted", (s) => s.begin(DRIVER)],
  ["ChargingStarted", (s) => s.charge()],
  ["ChargingPausedEV", (s) => s.pauseEv()],
  ["ChargingPausedEVSE", (s) => s.pauseEvse()],
  ["ChargingPausedEVSE of a remote stop", (s) => s.pauseEvse(true)],
  ["TransactionFinished", (s) => s.finish("Local", { token: DRIVER })],
  ["SessionResumed", (s) => s.resume()],
  ["Deauthorized", (s) => s.deauthorize()],
  ["PluginTimeout", (s) => s.pluginTimeout()],
  ["SessionFinished", (s) => s.unplug()],
];

const whole = (s: SessionScript) => [
  s.plug(),
  s.begin(DRIVER),
  s.charge(),
  s.finish("Local", { token: DRIVER }),
  s.unplug(),
];

for (const [what, late] of LATE) {
  Deno.test(`${what} of a session that is over changes nothing, neither on a free EVSE nor while the next one charges`, () => {
    for (const start of POINTS) {
      const session = new SessionScript();
      const machine = new MachineRunner({ start });
      machine.evse(...whole(session));
      const before = machine.state;
      assert.deepEqual(machine.evse(late(session)), [], start);
      assert.deepEqual(machine.state, before);

      const next = new SessionScript(NEXT);
      machine.evse(next.plug(), next.begin(DRIVER), next.charge());
      const charging = machine.state;
      assert.deepEqual(machine.evse(late(session)), [], start);
      assert.deepEqual(machine.state, charging);
    }
  });

  Deno.test(`${what} of a session that is over changes nothing after a restart (E01.FR.08)`, async () => {
    const directory = await Deno.makeTempDir();
    const variables = { "TxCtrlr.TxStartPoint": "EVConnected" };
    const open = (firstId: number) => createBench({ path: `${directory}/core.db`, variables, firstId });
    const session = new SessionScript();
    const first = open(0);
    await first.block.recover("Unknown");
    await first.handle(...whole(session));
    const told = first.queued().length;
    first.db.close();
    const second = open(1000);
    await second.block.recover("Unknown");
    assert.equal(second.block.admit(late(session)), false);
    await second.handle(late(session));
    assert.equal(second.queued().length, told);
    assert.deepEqual(second.log.messages("warning"), ["an event of a session that is over is ignored"]);
    second.db.close();
    await Deno.remove(directory, { recursive: true });
  });
}

Deno.test("a session of which only another one showed that it is over comes back, under an id of its own", () => {
  const session = new SessionScript();
  const machine = new MachineRunner();
  machine.evse(session.plug(), session.begin(DRIVER), session.charge());
  // The end of a session of which nothing else was heard.
  machine.evse(new SessionScript(NEXT).unplug());
  assert.deepEqual(machine.evse(session.pauseEv()), []);
  const [again] = machine.evse(session.charge());
  assert.equal(again && inWords(again), "Started ChargingStateChanged Charging evse=1/1");
  assert.notEqual(again?.transactionInfo.transactionId, SESSION);
});

Deno.test("while another session is there, it stays over", () => {
  const session = new SessionScript();
  const machine = new MachineRunner();
  const next = new SessionScript(NEXT);
  machine.evse(session.plug(), session.begin(DRIVER), next.plug(), next.begin(DRIVER), next.charge());
  assert.deepEqual(machine.evse(session.charge(), session.unplug()), []);
  assert.equal(machine.state.transaction?.transactionId, NEXT);
});

Deno.test("what is about the EVSE itself passes, whatever session it names", async () => {
  const { block, log } = createBench();
  await block.recover("Unknown");
  const session = new SessionScript();
  for (const event of whole(session)) assert.equal(block.admit(event), true);
  for (const kind of ["Enabled", "Disabled", "ReservationStart", "ReservationEnd"] as const) {
    assert.equal(block.admit(session.event(kind, {})), true);
  }
  assert.deepEqual(log.messages("warning"), []);
});

Deno.test("an event that comes before the end of the one before it is on disk is known as late all the same", async () => {
  const bench = createBench({ variables: { "TxCtrlr.TxStartPoint": "EVConnected" } });
  await bench.block.recover("Unknown");
  const session = new SessionScript();
  const events = [...whole(session), session.charge()];
  assert.deepEqual(events.map((event) => bench.block.admit(event)), [true, true, true, true, true, false]);
});

Deno.test("whatever comes, the gate keeps back exactly what the rules would ignore", () => {
  const events = fc.tuple(fc.nat(LATE.length - 1), fc.nat(2));
  fc.assert(fc.property(fc.array(events, { maxLength: 40 }), (sequence) => {
    const sessions = ["a", "b", "c"].map((name) => new SessionScript(`session-${name}`));
    const machine = new MachineRunner();
    let history: SessionHistory = { current: undefined, past: [] };
    for (const [what, whose] of sequence) {
      const event = LATE[what]![1](sessions[whose]!);
      assert.deepEqual(historyOf(machine.state), history);
      if (!isOldNews(history, event)) history = afterEvent(history, event);
      machine.evse(event);
    }
  }));
});

Deno.test("a list of past sessions that nobody can read counts as none", async () => {
  const directory = await Deno.makeTempDir();
  const first = createBench({ path: `${directory}/core.db` });
  await first.block.recover("Unknown");
  await first.handle(...whole(new SessionScript()));
  first.db.statement("UPDATE past_sessions SET state = ?").run('{"version":9}');
  first.db.close();
  const second = createBench({ path: `${directory}/core.db`, firstId: 1000 });
  await second.block.recover("Unknown");
  assert.equal(second.block.admit(new SessionScript().charge()), true);
  second.db.close();
  await Deno.remove(directory, { recursive: true });
});
