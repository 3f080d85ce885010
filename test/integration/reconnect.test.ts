import assert from "node:assert/strict";
import v8 from "node:v8";
import { runInNewContext } from "node:vm";
import { createDial } from "../../src/csms/websocket/dial.ts";
import type { Dial } from "../../src/csms/socket.ts";
import { startCsms } from "../fakes/csms/csms.ts";
import { FakeClock } from "../fakes/fake-clock.ts";
import { LinkBench } from "../fakes/link-bench.ts";
import { linkSettings, networkConfigurations } from "../fakes/link-settings.ts";
import { settled } from "../fakes/memory-socket.ts";
import { kernelFile } from "../fakes/kernel-file.ts";

const RECONNECTS = 1000;
/** Connections after which everything that is made once has been made. */
const WARM_UP = 2000;

v8.setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Bytes that are still reachable. */
function heapBytes(): number {
  for (let pass = 0; pass < 3; pass++) collectGarbage();
  return Deno.memoryUsage().heapUsed;
}

/** Counts abort listeners that were added and neither removed nor called, while `run` runs. */
async function countingAbortListeners(run: (count: () => number) => Promise<void>): Promise<void> {
  const { addEventListener, removeEventListener } = AbortSignal.prototype;
  let listeners = 0;
  AbortSignal.prototype.addEventListener = function (...parameters: unknown[]) {
    listeners++;
    return Reflect.apply(addEventListener, this, parameters);
  };
  AbortSignal.prototype.removeEventListener = function (...parameters: unknown[]) {
    listeners--;
    return Reflect.apply(removeEventListener, this, parameters);
  };
  try {
    await run(() => listeners);
  } finally {
    Object.assign(AbortSignal.prototype, { addEventListener, removeEventListener });
  }
}

Deno.test(`${RECONNECTS} reconnects leave no timer, no listener and no memory behind`, async () => {
  await countingAbortListeners(async (abortListeners) => {
    const bench = new LinkBench();
    bench.link.setRegistration("accepted");
    // What the fakes themselves remember is not the link's growth.
    const forget = () => {
      bench.dialler.dialled.length = 0;
      for (const list of [bench.wire, bench.told, bench.connections, bench.delivered]) list.length = 0;
      for (const list of [bench.securityEvents, bench.log.lines]) list.length = 0;
    };
    bench.link.connect();
    const growth: { timers: string[]; listeners: number; heap: number }[] = [];
    for (let round = 1; round <= WARM_UP + RECONNECTS; round++) {
      const socket = await bench.dialler.opened(1);
      bench.dialler.sockets.length = 0;
      await settled();
      bench.outbox.add(`{"round":${round}}`);
      bench.link.outboxGrew();
      void bench.link.call("Heartbeat", {}, "ordinary");
      socket.receive('[2,"csms","Reset",{"type":"Immediate"}]');
      socket.receive("rubbish");
      await settled();
      // Every other connection goes while a message is on its way.
      if (round % 2 === 0) socket.receive(`[3,"${JSON.parse(socket.sent[0] ?? "[]")[1]}",{}]`);
      await settled();
      socket.drop();
      await settled();
      if (round === WARM_UP || round === WARM_UP + RECONNECTS) {
        await bench.outbox.remove(bench.outbox.all().map(({ position }) => position));
        forget();
        growth.push({ timers: bench.clock.pending(), listeners: abortListeners(), heap: heapBytes() });
      }
      await bench.clock.fire("csms.backOff");
    }
    await bench.link.stop();
    const [before, after] = growth;
    assert(before && after);
    assert.deepEqual(after.timers, ["csms.backOff"]);
    assert.deepEqual(after.timers, before.timers);
    assert.equal(after.listeners, before.listeners);
    assert(
      after.heap - before.heap < 50_000,
      `${after.heap - before.heap} bytes more after ${RECONNECTS} reconnects`,
    );
    assert.deepEqual(bench.clock.pending(), []);
  });
});

Deno.test("failing attempts leave nothing behind either", async () => {
  await countingAbortListeners(async (abortListeners) => {
    const bench = new LinkBench();
    bench.dialler.plan = () => ({ kind: "unreachable", reason: "refused" });
    bench.link.connect();
    await bench.clock.timerSet("csms.backOff");
    const before = abortListeners();
    for (let attempt = 0; attempt < RECONNECTS; attempt++) await bench.clock.fire("csms.backOff");
    await settled();
    assert.equal(abortListeners(), before);
    assert.deepEqual(bench.clock.pending(), ["csms.backOff"]);
    await bench.link.stop();
  });
});

/** TCP sockets with one end at `port` that a process still holds, both ends counted. */
function heldSockets(port: number): number {
  const end = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  // In every other state the kernel finishes alone.
  const ESTABLISHED = "01";
  const CLOSE_WAIT = "08";
  return kernelFile("/proc/net/tcp").split("\n").slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, remote]) => local?.endsWith(end) || remote?.endsWith(end))
    .filter(([, , , state]) => state === ESTABLISHED || state === CLOSE_WAIT).length;
}

/** The real dialler; its timers stand still with the clock. */
function realDial(clock: FakeClock): Dial {
  return createDial({
    clock,
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    trust: { apply: () => ({ kind: "applied" }) },
  });
}

Deno.test(`${RECONNECTS} real WebSockets, closed by either side or cut, leave no socket open`, async () => {
  const csms = await startCsms({ basicAuth: { password: "DEADBEEFDEADBEEF" } });
  const settings = linkSettings({
    networkConfigurations: networkConfigurations([1, csms.url, 1]),
    webSocketPingInterval: 60,
  });
  const clock = new FakeClock();
  const bench = new LinkBench({ settings, clock, dial: realDial(clock) });
  const connected = () => new Promise<void>((resolve) => bench.onConnected = resolve);
  let both = Promise.all([csms.nextConnection(), connected()]);
  bench.link.connect();
  for (let round = 0; round < RECONNECTS; round++) {
    const [station] = await both;
    both = Promise.all([csms.nextConnection(), connected()]);
    switch (round % 3) {
      case 0:
        await station.close(1001, "going away");
        await clock.fire("csms.backOff");
        break;
      case 1:
        station.drop();
        await clock.fire("csms.backOff");
        break;
      case 2:
        await bench.link.reconnect("test");
        break;
    }
  }
  await both;
  assert.equal(heldSockets(csms.port), 2);
  await bench.link.stop();
  assert.deepEqual(clock.pending(), []);
  await csms.stop();
});
