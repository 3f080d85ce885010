import assert from "node:assert/strict";
import { booted } from "../conformance/harness/reusable-states.ts";
import type { StationOptions } from "../conformance/harness/station-under-test.ts";
import { FailingCommand } from "../fakes/everest/command-failures.ts";
import { assertNothingOpen, Bench, endsWithinASecond } from "./cut-off-bench.ts";

interface Phase {
  readonly name: string;
  readonly options?: StationOptions;
  /** Starts, and resolves when the daemon is there. */
  reached(bench: Bench): Promise<void>;
}

/** A command that nobody answers keeps the daemon where it is. */
function silent(moduleId: string, implementationId: string, command: string): Phase["reached"] {
  return async (bench) => {
    const { station } = bench;
    const place = { moduleId, implementationId };
    const silence = { what: "silence", answers: [] };
    const failing = new FailingCommand(station.everest.client, place, command, silence);
    bench.start();
    await failing.called();
  };
}

const PHASES: readonly Phase[] = [
  {
    name: "dialling the broker",
    async reached({ station }) {
      station.start({ kind: "unix", path: `${station.directory}/nobody.sock` });
      await station.clock.timerSet("everest.dial-again");
    },
  },
  {
    name: "handshake with the manager",
    options: { everest: { manager: { answer: "never" } } },
    async reached(bench) {
      bench.start();
      await bench.station.clock.timerSet("everest.config-request");
    },
  },
  {
    name: "waiting for the global ready",
    options: { everest: { manager: { globalReady: "held" } } },
    async reached(bench) {
      bench.start();
      await bench.station.everest.manager.moduleReady;
    },
  },
  {
    name: "waiting for the EVSEs",
    options: { everest: { evsesStart: "manual" } },
    async reached(bench) {
      bench.start();
      await bench.station.clock.timerSet("evse-reminder");
    },
  },
  { name: "asking the EVSEs for their connectors", reached: silent("evse_manager_2", "evse", "get_evse") },
  { name: "asking for the boot reason", reached: silent("system", "main", "get_boot_reason") },
  {
    name: "before the delayed connection",
    options: { everest: { parameters: { DelayOcppStart: 60_000 } } },
    async reached(bench) {
      bench.start();
      await bench.station.clock.timerSet("delay-ocpp-start");
    },
  },
  {
    name: "between two attempts to connect",
    options: { csmsUrl: "ws://127.0.0.1:1/ocpp" },
    async reached(bench) {
      bench.start();
      await bench.station.clock.timerSet("csms.backOff");
    },
  },
  {
    name: "waiting for the BootNotificationResponse",
    async reached(bench) {
      bench.station.csms.hold("BootNotification");
      bench.start();
      await bench.station.csms.expect("BootNotification");
    },
  },
  {
    name: "running",
    async reached(bench) {
      bench.start();
      await booted(bench.station);
    },
  },
  {
    name: "asking an EVSE to unlock",
    async reached(bench) {
      const { station } = bench;
      const place = { moduleId: "evse_manager_1", implementationId: "evse" };
      const failing = new FailingCommand(
        station.everest.client,
        place,
        "force_unlock",
        { what: "silence", answers: [] },
      );
      bench.start();
      await booted(station);
      station.csms.tryCall("UnlockConnector", { evseId: 1, connectorId: 1 }).catch(() => {});
      await failing.called();
    },
  },
];

const ENDINGS = {
  SIGTERM: { exitCode: 0, end: ({ station }: Bench) => void station.stop() },
  "the manager's shutdown": {
    exitCode: 0,
    end: ({ station }: Bench) => void station.everest.manager.publishShutdown(),
  },
  "the loss of the broker": { exitCode: 1, end: ({ relay }: Bench) => relay.cut() },
} as const;

for (const phase of PHASES) {
  for (const [name, { end, exitCode }] of Object.entries(ENDINGS)) {
    // There is no bus yet that could say or lose anything.
    if (phase.name === "dialling the broker" && name !== "SIGTERM") continue;
    Deno.test(`${name} while ${phase.name} ends us with status ${exitCode} within a second, nothing left open`, async () => {
      await using bench = await Bench.create(phase.options ?? {});
      await phase.reached(bench);
      end(bench);
      const ending = await endsWithinASecond(bench.station);
      assert.equal(ending.exitCode, exitCode);
      assert(ending.tookMs < 1000, `took ${ending.tookMs} ms`);
      await assertNothingOpen(bench);
    });
  }
}

Deno.test("a broker that nobody starts is given up after ten seconds, with status 1", async () => {
  await using bench = await Bench.create({});
  const { station } = bench;
  station.start({ kind: "unix", path: `${station.directory}/nobody.sock` });
  for (let attempt = 0; attempt < 40; attempt++) await station.clock.fire("everest.dial-again");
  assert.equal(await station.ended, 1);
  assert.match(
    String(station.log.lines.at(-1)?.fields["reason"]),
    /^no connection to the broker at .*nobody/,
  );
  await assertNothingOpen(bench);
});

const TWICE: readonly (readonly [keyof typeof ENDINGS, keyof typeof ENDINGS])[] = [
  ["SIGTERM", "SIGTERM"],
  ["SIGTERM", "the manager's shutdown"],
  ["SIGTERM", "the loss of the broker"],
  ["the manager's shutdown", "SIGTERM"],
  ["the manager's shutdown", "the loss of the broker"],
  ["the loss of the broker", "SIGTERM"],
];

for (const [first, second] of TWICE) {
  Deno.test(`${second} while ${first} ends us already changes nothing`, async () => {
    await using bench = await Bench.create({});
    const { station } = bench;
    const at = { moduleId: "system", implementationId: "main" };
    const silence = { what: "silence", answers: [] };
    const failing = new FailingCommand(station.everest.client, at, "is_reset_allowed", silence);
    bench.start();
    await booted(station);
    // Somebody waits for an answer all the time.
    station.csms.tryCall("Reset", { type: "Immediate" }).catch(() => {});
    await failing.called();
    const disconnected = station.csms.disconnected();
    ENDINGS[first].end(bench);
    await disconnected;
    ENDINGS[second].end(bench);
    const ending = await endsWithinASecond(station);
    assert.equal(ending.exitCode, ENDINGS[first].exitCode);
    assert(ending.tookMs < 1000, `took ${ending.tookMs} ms`);
    await assertNothingOpen(bench);
  });
}

Deno.test("a manager that starts anew ends us with status 1, so that the supervisor starts us again", async () => {
  await using bench = await Bench.create({});
  const { station } = bench;
  bench.start();
  await booted(station);
  await station.everest.manager.publishDefinitions();
  const ending = await endsWithinASecond(station);
  assert.equal(ending.exitCode, 1);
  assert.equal(station.log.lines.at(-1)?.fields["reason"], "the manager was restarted");
  await assertNothingOpen(bench);
});

Deno.test("a process that peers have left no descriptors ends with status 1, so that the supervisor starts it again", async () => {
  await using bench = await Bench.create({});
  const { station } = bench;
  bench.start();
  await booted(station);
  station.exhaust("servers hold 256 TLS connections that were given up");
  const ending = await endsWithinASecond(station);
  assert.equal(ending.exitCode, 1);
  assert.match(String(station.log.lines.at(-1)?.fields["reason"]), /^servers hold 256/);
  await assertNothingOpen(bench);
});

Deno.test("a manager that starts anew before all are ready is told again that we are", async () => {
  await using bench = await Bench.create({ everest: { manager: { globalReady: "held" } } });
  const { station } = bench;
  const { manager, client, moduleId } = station.everest;
  bench.start();
  await manager.moduleReady;
  const again = client.next(`modules/${moduleId}/ready`);
  await manager.publishDefinitions();
  await station.clock.fire("everest.ready-again");
  await again;
  await manager.allReady();
  await booted(station);
});
