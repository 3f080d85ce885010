import assert from "node:assert/strict";
import { evseId, transactionId } from "../../../../src/kernel/ids.ts";
import type { RequestOf } from "../../../../src/ocpp/messages.ts";
import { RESET_ATTEMPT_TIMER } from "../../../../src/station/reset/reset-attempts.ts";
import {
  createResetBlock,
  DELIVERY_TIMER,
  STOP_DELAY_TIMER,
  STOP_LIMIT_TIMER,
} from "../../../../src/station/reset/reset-block.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { settled } from "../fake-csms.ts";
import { FakeDeviceModel } from "../fake-device-model.ts";

const FIRST = transactionId("tx-1");

function bench(options: { stopDelayMs?: number; retries?: number; scheduled?: true } = {}) {
  const clock = new FakeClock();
  const running = new Set<ReturnType<typeof transactionId>>();
  const world = {
    clock,
    running,
    /** What was commanded, in order. */
    done: [] as string[],
    allowed: true,
    agrees: true,
    /** Whether the disk takes anything. */
    disk: "takes" as "takes" | "refuses",
    delivering: false,
    redials: true,
    reserved: false,
    busy: false,
    scheduled: options.scheduled ?? false as boolean,
  };
  const { done } = world;
  const block = createResetBlock({
    clock,
    log: new RecordingLogger(),
    deviceModel: new FakeDeviceModel({ "OCPPCommCtrlr.ResetRetries": String(options.retries ?? 0) }),
    evses: [{ id: evseId(1), connectors: [] }],
    port: {
      isResetAllowed: () => Promise.resolve(world.allowed),
      reset: (cause) => Promise.resolve((done.push(`reset ${cause}`), world.agrees)),
    },
    store: {
      isScheduled: () => world.scheduled,
      schedule: () =>
        world.disk === "refuses"
          ? Promise.reject(new Error("disk full"))
          : Promise.resolve(void (world.scheduled = true)),
      clear: () => Promise.resolve(void (world.scheduled = false)),
    },
    transactions: {
      active: () => [...running].map((transactionId) => ({ transactionId })),
      stop(id, reason) {
        done.push(`stop ${id} ${reason}`);
        return world.disk === "refuses" ? new Promise(() => {}) : Promise.resolve(true);
      },
    },
    reservations: { awaitsDriver: () => world.reserved },
    isBusy: () => world.busy,
    availability: {
      closeEvses: () => void done.push("close EVSEs"),
      reopenEvses: () => void done.push("reopen EVSEs"),
    },
    redial: { hold: () => void (world.redials = false), release: () => void (world.redials = true) },
    isDelivering: () => world.delivering,
    stopDelayMs: options.stopDelayMs ?? 0,
  });
  return {
    ...world,
    world,
    block,
    /** `answer` "lost": the connection breaks before it is sent. */
    async ask(request: RequestOf<"Reset">, answer: "sent" | "lost" = "sent"): Promise<string> {
      const reply = await block.handlers.Reset!(request);
      assert.equal(reply.kind, "result");
      if (reply.kind !== "result") return "";
      if (answer === "sent") reply.afterSent?.();
      await settled();
      return reply.response.status;
    },
    /** Fires timers one by one until the time is over. */
    async pass(ms: number) {
      const targetMs = clock.monotonicMs() + ms;
      for (let next = clock.nextDueMs(); next !== undefined && next <= targetMs; next = clock.nextDueMs()) {
        clock.advance(next - clock.monotonicMs());
        await settled();
      }
      clock.advance(targetMs - clock.monotonicMs());
    },
    async ends(id: ReturnType<typeof transactionId>) {
      running.delete(id);
      block.freed();
      await settled();
    },
  };
}

Deno.test("what the system does not allow now is rejected (B11.FR.06, B12.FR.10)", async () => {
  const { world, ask, done } = bench();
  world.allowed = false;
  assert.equal(await ask({ type: "OnIdle" }), "Rejected");
  world.running.add(FIRST);
  assert.equal(await ask({ type: "Immediate" }), "Rejected");
  assert.deepEqual(done, []);
});

Deno.test("an EVSE alone is not reset, whether it is known or not (B11.FR.09)", async () => {
  const { ask, done } = bench();
  assert.equal(await ask({ type: "Immediate", evseId: 1 }), "Rejected");
  assert.equal(await ask({ type: "Immediate", evseId: 7 }), "Rejected");
  assert.deepEqual(done, []);
});

Deno.test("an idle station resets after ResetStopDelay", async () => {
  const { ask, done, clock, pass } = bench({ stopDelayMs: 5000 });
  assert.equal(await ask({ type: "OnIdle" }), "Accepted");
  assert.deepEqual(clock.pending(), [STOP_DELAY_TIMER]);
  await pass(4999);
  assert.deepEqual(done, []);
  await pass(1);
  assert.deepEqual(done, ["reset asked"]);
});

Deno.test("OnIdle waits for the last transaction and for its delivery, and remembers to wait", async () => {
  const { world, ask, done, ends, pass } = bench();
  world.running.add(FIRST).add(transactionId("tx-2"));
  assert.equal(await ask({ type: "OnIdle" }), "Scheduled");
  assert.equal(world.scheduled, true);
  await ends(FIRST);
  world.delivering = true;
  await ends(transactionId("tx-2"));
  await pass(1000);
  assert.deepEqual(done, ["close EVSEs"]);
  world.delivering = false;
  await pass(200);
  assert.deepEqual(done, ["close EVSEs", "reset scheduled"]);
});

Deno.test("a transaction that begins while the reset is prepared ends normally too (B12.FR.03)", async () => {
  const { world, ask, done, ends, pass } = bench({ stopDelayMs: 1000 });
  world.running.add(FIRST);
  await ask({ type: "OnIdle" });
  await ends(FIRST);
  await pass(500);
  world.running.add(FIRST);
  await pass(500);
  assert.equal(done.includes("reset scheduled"), false);
  await ends(FIRST);
  await pass(1000);
  assert.equal(done.at(-1), "reset scheduled");
});

Deno.test("Immediate stops every transaction and waits for its end, but not for ever (B12.FR.05)", async () => {
  const { world, ask, done, pass, clock } = bench();
  world.running.add(FIRST);
  assert.equal(await ask({ type: "Immediate" }), "Accepted");
  assert.deepEqual(done, ["stop tx-1 ImmediateReset"]);
  assert.deepEqual(clock.pending(), [DELIVERY_TIMER]);
  await pass(29_999);
  assert.equal(done.length, 1);
  await pass(1);
  assert.deepEqual(done.slice(1), ["reset asked"]);
});

Deno.test("a transaction whose end the disk does not take delays an immediate reset and does not keep it from happening", async () => {
  const { world, ask, done, pass, clock } = bench();
  world.disk = "refuses";
  world.running.add(FIRST);
  assert.equal(await ask({ type: "Immediate" }), "Accepted");
  await pass(60_000);
  assert.deepEqual(done, ["stop tx-1 ImmediateReset", "reset asked"]);
  assert.equal(clock.pending().includes(STOP_LIMIT_TIMER), false);
});

Deno.test("a reset that was accepted waits for who was faster, although the disk does not remember it", async () => {
  const { world, ask, done, ends, pass } = bench({ stopDelayMs: 1000 });
  assert.equal(await ask({ type: "OnIdle" }), "Accepted");
  world.disk = "refuses";
  world.running.add(FIRST);
  await pass(1000);
  // The delivery of what runs now is waited for before.
  await pass(30_000);
  assert.deepEqual(done, ["close EVSEs"]);
  await ends(FIRST);
  await pass(1000);
  assert.deepEqual(done, ["close EVSEs", "reset scheduled"]);
});

Deno.test("Immediate overtakes a reset that waits, and is begun only once", async () => {
  const { world, ask, done, ends } = bench();
  world.running.add(FIRST);
  await ask({ type: "OnIdle" });
  assert.equal(await ask({ type: "Immediate" }), "Accepted");
  assert.equal(await ask({ type: "Immediate" }), "Accepted");
  assert.equal(await ask({ type: "OnIdle" }), "Accepted");
  await ends(FIRST);
  assert.deepEqual(done, ["close EVSEs", "stop tx-1 ImmediateReset"]);
});

Deno.test("a reset without effect is tried ResetRetries times more, then the station goes on", async () => {
  const { world, ask, done, pass, clock } = bench({ retries: 2 });
  assert.equal(await ask({ type: "OnIdle" }), "Accepted");
  assert.equal(clock.remainingMs(RESET_ATTEMPT_TIMER), 60_000);
  world.agrees = false;
  await pass(60_000);
  assert.equal(clock.remainingMs(RESET_ATTEMPT_TIMER), 10_000);
  await pass(20_000);
  assert.deepEqual(done, ["reset asked", "reset asked", "reset asked", "reopen EVSEs"]);
  assert.deepEqual(clock.pending(), []);
  // And can be asked again.
  assert.equal(await ask({ type: "OnIdle" }), "Accepted");
  assert.equal(done.at(-1), "reset asked");
});

Deno.test("a waiting reset goes on waiting when only our process restarted, and is done when the station did", async () => {
  const again = bench({ scheduled: true });
  again.world.running.add(FIRST);
  again.block.started("processOnly");
  assert.deepEqual(again.done, ["close EVSEs"]);
  await again.ends(FIRST);
  assert.deepEqual(again.done, ["close EVSEs", "reset scheduled"]);

  const done = bench({ scheduled: true });
  done.block.started("station");
  await settled();
  assert.equal(done.world.scheduled, false);
  assert.deepEqual(done.done, []);
});

Deno.test("nothing of a reset is left when the process ends", async () => {
  const { ask, block, clock, done } = bench({ stopDelayMs: 1000 });
  await ask({ type: "OnIdle" });
  block.stop();
  await settled();
  assert.deepEqual(clock.pending(), []);
  assert.deepEqual(done, []);
});

Deno.test("OnIdle waits for whoever has reserved, whom an immediate reset does not spare (B11, remark)", async () => {
  const { world, block, ask, done } = bench();
  world.reserved = true;
  assert.equal(await ask({ type: "OnIdle" }), "Scheduled");
  block.freed();
  await settled();
  assert.deepEqual(done, ["close EVSEs"]);
  world.reserved = false;
  block.freed();
  await settled();
  assert.deepEqual(done, ["close EVSEs", "reset scheduled"]);
  const hurried = bench();
  hurried.world.reserved = true;
  assert.equal(await hurried.ask({ type: "Immediate" }), "Accepted");
  assert.deepEqual(hurried.done, ["reset asked"]);
});

Deno.test("once the system is asked a broken connection is not made again, unless the reset was in vain", async () => {
  const { ask, world, pass } = bench();
  world.delivering = true;
  await ask({ type: "Immediate" });
  assert.equal(world.redials, true);
  world.delivering = false;
  await pass(1000);
  assert.equal(world.redials, false);
  await pass(60_000);
  assert.equal(world.redials, true);
});

Deno.test("Immediate stops who began while a reset on idle was prepared (B12.FR.02)", async () => {
  for (const prepares of ["delivers", "delays"] as const) {
    const { world, ask, done, ends, pass } = bench({ stopDelayMs: 1000 });
    world.delivering = prepares === "delivers";
    assert.equal(await ask({ type: "OnIdle" }), "Accepted");
    await pass(500);
    world.running.add(FIRST);
    assert.equal(await ask({ type: "Immediate" }), "Accepted");
    assert.deepEqual(done, ["stop tx-1 ImmediateReset"], prepares);
    world.delivering = false;
    await ends(FIRST);
    await pass(2000);
    assert.deepEqual(done, ["stop tx-1 ImmediateReset", "reset asked"], prepares);
  }
});

Deno.test("Immediate is carried out after a reset on idle that was in vain", async () => {
  const { world, ask, done, pass, ends } = bench();
  assert.equal(await ask({ type: "OnIdle" }), "Accepted");
  world.running.add(FIRST);
  assert.equal(await ask({ type: "Immediate" }), "Accepted");
  await pass(60_000);
  assert.deepEqual(done, ["reset asked", "stop tx-1 ImmediateReset"]);
  await ends(FIRST);
  await pass(1000);
  assert.deepEqual(done, ["reset asked", "stop tx-1 ImmediateReset", "reset asked"]);
});

Deno.test("OnIdle is Scheduled when a driver began while an earlier one was prepared (B12.FR.01)", async () => {
  const { world, ask, done, ends, pass } = bench({ stopDelayMs: 1000 });
  await ask({ type: "OnIdle" });
  world.running.add(FIRST);
  assert.equal(await ask({ type: "OnIdle" }), "Scheduled");
  await pass(60_000);
  await ends(FIRST);
  await pass(1000);
  assert.equal(done.filter((each) => each.startsWith("reset")).length, 1);
});

Deno.test("a scheduled reset waits, although the connection broke before its answer was sent", async () => {
  const { world, ask, done, ends } = bench();
  world.running.add(FIRST);
  assert.equal(await ask({ type: "OnIdle" }, "lost"), "Scheduled");
  await ends(FIRST);
  assert.deepEqual(done, ["close EVSEs", "reset scheduled"]);
});

Deno.test("OnIdle waits for other work of the station, for which an immediate reset does not (B11, remark)", async () => {
  const { world, block, ask, done } = bench();
  world.busy = true;
  assert.equal(await ask({ type: "OnIdle" }), "Scheduled");
  world.busy = false;
  block.freed();
  await settled();
  assert.deepEqual(done, ["close EVSEs", "reset scheduled"]);
  const hurried = bench();
  hurried.world.busy = true;
  assert.equal(await hurried.ask({ type: "Immediate" }), "Accepted");
  assert.deepEqual(hurried.done, ["reset asked"]);
});
