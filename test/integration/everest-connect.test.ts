import assert from "node:assert/strict";
import type { BusDialect } from "../../src/everest/bus-dialect.ts";
import type { ConnectedModule } from "../../src/everest/bus-module.ts";
import { type ConnectDeps, connectEverest, type ConnectOutcome } from "../../src/everest/connect.ts";
import { type LaunchOptions, parseLaunchArguments } from "../../src/everest/launch-arguments.ts";
import type { BusError } from "../../src/everest/module.ts";
import { socketDialer } from "../../src/everest/mqtt/dial.ts";
import { type FakeManager, type ManagerOptions, startManager } from "../fakes/everest-manager.ts";
import { FakeClock } from "../fakes/fake-clock.ts";
import { type BusClient, type BusMessage, connectBusClient } from "../fakes/mqtt/bus-client.ts";
import { type BusConformance, watchConformance } from "../fakes/mqtt/bus-conformance.ts";
import { type EmbeddedBroker, startBroker } from "../fakes/mqtt/embedded-broker.ts";
import { RecordingLogger } from "../fakes/recording-logger.ts";

const PREFIX = "everest_1a/";
const CONFIGURATION: ManagerOptions = {
  moduleId: "ocpp",
  moduleName: "OCPP201",
  parameters: { MessageLogPath: "/tmp/log" },
  connections: { evse_manager: [{ moduleId: "evse_1", implementationId: "evse" }] },
  mappings: { ocpp: null, evse_1: { module: { evse: 1 } } },
  moduleNames: { evse_1: "EvseManager" },
};

/** A bus with everything on it but us. `peer` plays the manager and all other modules. */
class Bus {
  readonly clock = new FakeClock();
  readonly logger = new RecordingLogger();
  readonly published: BusMessage[] = [];
  readonly conformance: BusConformance;
  /** Files in the installation that `--prefix` names. */
  migrations: readonly string[] = [];
  parent = "bash";
  remembered: BusDialect | undefined;

  private constructor(readonly broker: EmbeddedBroker, readonly peer: BusClient, readonly unixPath: string) {
    peer.onPublish((message) => this.published.push(message));
    this.conformance = watchConformance(peer, "ocpp");
  }

  static async with(body: (bus: Bus) => Promise<void>): Promise<void> {
    const directory = await Deno.makeTempDir();
    const unixPath = `${directory}/broker.sock`;
    const broker = await startBroker({ unixPath });
    const peer = await connectBusClient({ kind: "unix", path: unixPath }, PREFIX);
    const bus = new Bus(broker, peer, unixPath);
    try {
      await body(bus);
      assert.deepEqual(bus.conformance.violations, []);
    } finally {
      await broker.close();
      await Deno.remove(directory, { recursive: true });
    }
  }

  options(extra: readonly string[] = []): LaunchOptions {
    const argv = [
      "--module",
      "ocpp",
      "--mqtt_everest_prefix",
      PREFIX,
      "--mqtt_external_prefix",
      "",
      ...extra,
    ];
    const parsed = parseLaunchArguments([...argv, "--mqtt_broker_socket_path", this.unixPath], {});
    if (parsed.kind !== "options") throw new Error(JSON.stringify(parsed));
    return parsed.options;
  }

  connect(options: LaunchOptions = this.options()): Promise<ConnectOutcome> {
    const deps: ConnectDeps = {
      clock: this.clock,
      ids: { uuid: () => crypto.randomUUID(), random: () => 0 },
      logger: this.logger,
      dial: socketDialer(this.clock, 1000),
      host: {
        migrationFiles: () => Promise.resolve(this.migrations),
        parentProcessName: () => this.parent,
      },
      dialectMemory: {
        recall: () => this.remembered,
        remember: (dialect) => this.remembered = dialect,
      },
    };
    return connectEverest(options, deps);
  }

  async connected(options?: LaunchOptions): Promise<ConnectedModule> {
    const outcome = await this.connect(options);
    if (outcome.kind === "failed") throw new Error(outcome.reason);
    return outcome.module;
  }

  /** Connected and with every module ready. */
  async running(configuration: Partial<ManagerOptions> = {}): Promise<[ConnectedModule, FakeManager]> {
    const manager = await startManager(this.peer, { ...CONFIGURATION, ...configuration });
    const module = await this.connected();
    await module.start();
    return [module, manager];
  }

  /** Topics below the prefix that we published on, in order. */
  ours(): string[] {
    return this.published.map(({ topic }) => topic.slice(PREFIX.length)).filter((topic) =>
      topic === "config/request" || topic.startsWith("modules/ocpp/") && topic !== "modules/ocpp/response"
    );
  }

  requestNames(): unknown[] {
    return this.published.filter(({ topic }) => topic === `${PREFIX}config/request`)
      .map(({ json }) => (json as { msg_type: unknown }).msg_type);
  }
}

const evse = (module: ConnectedModule) => module.connections("evse_manager")[0]!;

/** Resolves when the module has handled everything that the peer published before. */
async function caughtUp(module: ConnectedModule, peer: BusClient): Promise<void> {
  module.provide("ocpp_generic", "barrier", () => Promise.resolve({ kind: "result", value: null }));
  await peer.call("ocpp", "ocpp_generic", "barrier", {});
}

function everest(name: string, body: (bus: Bus) => Promise<void>): void {
  Deno.test(`everest: ${name}`, () => Bus.with(body));
}

everest("the configuration, the definitions and the connections arrive", async (bus) => {
  const [module] = await bus.running();
  assert.equal(module.moduleName, "OCPP201");
  assert.deepEqual(module.parameters, { MessageLogPath: "/tmp/log" });
  assert.deepEqual(evse(module), {
    requirement: "evse_manager",
    index: 0,
    moduleId: "evse_1",
    implementationId: "evse",
    mapping: { evse: 1 },
  });
  assert.deepEqual(module.connections("reservation"), []);
  assert.deepEqual(module.moduleNames, { evse_1: "EvseManager", ocpp: "OCPP201" });
  assert.deepEqual(module.interfaces, ["auth", "evse_manager", "system"]);
  assert.equal(module.settings.dataDir, "/opt/ev/share/everest");
  await module.close();
});

everest(
  "ready comes after the subscriptions, variables only after the global ready, metadata never",
  async (bus) => {
    const manager = await startManager(bus.peer, CONFIGURATION);
    const module = await bus.connected();
    module.subscribe(evse(module), "session_event", () => {});
    module.publish("ocpp_generic", "is_connected", true);
    await module.start();
    await manager.moduleReady;
    const variable = bus.peer.next("modules/ocpp/impl/ocpp_generic/var/last");
    module.publish("ocpp_generic", "last", 1);
    await variable;
    assert.deepEqual(bus.ours(), [
      "config/request",
      "modules/ocpp/ready",
      "modules/ocpp/impl/ocpp_generic/var/is_connected",
      "modules/ocpp/impl/ocpp_generic/var/last",
    ]);
    assert.ok(bus.published.every(({ qos, retain }) => qos === 2 && !retain || qos === 0));
    assert.deepEqual(manager.violations, []);
    await module.close();
  },
);

everest("a repeated global ready is ignored", async (bus) => {
  const [module, manager] = await bus.running();
  await manager.publishGlobalReady();
  await caughtUp(module, bus.peer);
  assert.deepEqual(bus.ours().filter((topic) => topic === "modules/ocpp/ready").length, 1);
  await module.close();
});

everest("a global ready before our own, meant for the others, opens nothing", async (bus) => {
  const manager = await startManager(bus.peer, CONFIGURATION);
  const module = await bus.connected();
  await manager.publishGlobalReady();
  await module.config.allMappings(); // its answer comes after the ready
  module.publish("ocpp_generic", "is_connected", true);
  await module.start();
  assert.equal(bus.ours().includes("modules/ocpp/ready"), true);
  assert.equal(bus.ours().includes("modules/ocpp/impl/ocpp_generic/var/is_connected"), false);
  await module.close();
});

everest("only true counts as global ready", async (bus) => {
  const manager = await startManager(bus.peer, CONFIGURATION);
  const module = await bus.connected();
  manager.stop();
  const ready = bus.peer.next("modules/ocpp/ready");
  let resolved = false;
  const started = module.start().then(() => resolved = true);
  await ready;
  for (const data of [false, "true", 1, null]) {
    await bus.peer.publishRaw(`${PREFIX}ready`, JSON.stringify({ data, msg_type: "GlobalReady" }));
  }
  await caughtUp(module, bus.peer);
  assert.equal(resolved, false);
  await manager.publishGlobalReady();
  await started;
  await module.close();
});

everest("variables, commands and errors flow both ways", async (bus) => {
  const manager = await startManager(bus.peer, CONFIGURATION);
  const module = await bus.connected();
  const values: unknown[] = [];
  const errors: BusError[] = [];
  module.subscribe(evse(module), "limits", (value) => values.push(value));
  module.onError((error) => errors.push(error));
  module.provide(
    "auth_validator",
    "validate_token",
    (args, origin) => Promise.resolve({ kind: "result", value: { status: "Accepted", args, origin } }),
  );
  bus.peer.onCmd("evse_1", "evse", "get_evse", () => ({ id: 1 }));
  await module.start();
  assert.deepEqual(await module.call(evse(module), "get_evse", {}), { kind: "result", value: { id: 1 } });
  assert.deepEqual(await bus.peer.call("ocpp", "auth_validator", "validate_token", null, "auth"), {
    kind: "result",
    value: { status: "Accepted", args: {}, origin: "auth" },
  });
  for (let i = 0; i < 100; i++) void bus.peer.publishVar("evse_1", "evse", "limits", i);
  const fault = { moduleId: "evse_1", implementationId: "evse", type: "evse_manager/Inoperative" };
  const raised = await bus.peer.raiseError(fault);
  await bus.peer.raiseError(raised);
  await bus.peer.clearError(raised);
  await caughtUp(module, bus.peer);
  assert.deepEqual(values, Array.from({ length: 100 }, (_, i) => i));
  assert.deepEqual(errors.map(({ state, origin }) => [state, origin.mapping]), [
    ["Active", { evse: 1 }],
    ["ClearedByModule", { evse: 1 }],
  ]);
  assert.deepEqual(manager.violations, []);
  await module.close();
});

everest("commands that come during initialisation are answered after it", async (bus) => {
  await startManager(bus.peer, CONFIGURATION);
  const module = await bus.connected();
  const reply = bus.peer.call("ocpp", "auth_validator", "validate_token", {});
  await bus.peer.settled();
  module.provide(
    "auth_validator",
    "validate_token",
    () => Promise.resolve({ kind: "result", value: "late" }),
  );
  await module.start();
  assert.deepEqual(await reply, { kind: "result", value: "late" });
  await module.close();
});

everest(
  "a call to a module that does not answer times out, and nothing breaks when it answers later",
  async (bus) => {
    const [module] = await bus.running();
    const { promise: asked, resolve } = Promise.withResolvers<void>();
    const { promise: finish, resolve: answer } = Promise.withResolvers<void>();
    bus.peer.onCmd("evse_1", "evse", "slow", () => {
      resolve();
      return finish;
    });
    const outcome = module.call(evse(module), "slow", {}, 2000);
    await asked;
    bus.clock.advance(2000);
    assert.equal((await outcome as { type: string }).type, "CmdTimeout");
    answer();
    await caughtUp(module, bus.peer);
    await module.close();
  },
);

everest("calls made before every module is ready wait for it", async (bus) => {
  await startManager(bus.peer, CONFIGURATION);
  const module = await bus.connected();
  const order: string[] = [];
  bus.peer.onCmd("evse_1", "evse", "get_evse", () => void order.push("called"));
  bus.peer.on("ready", () => void order.push("ready"));
  const outcome = module.call(evse(module), "get_evse", {});
  await module.start();
  assert.equal((await outcome).kind, "result");
  assert.deepEqual(order, ["ready", "called"]);
  await module.close();
});

everest("malformed messages are dropped and named, and the station goes on", async (bus) => {
  const [module] = await bus.running();
  const topics = [
    "ready",
    "modules/ocpp/response",
    "modules/ocpp/impl/auth_validator/cmd/validate_token",
    "modules/evse_1/impl/evse/cmd/x/response/ocpp",
    "modules/evse_1/impl/evse/error/a/B",
    "settings",
  ];
  for (const topic of topics) {
    for (const payload of ["", "{", "[]", '{"data":[]}', "\ufeff{}", '{"data":{"data":{"id":{}}}}']) {
      await bus.peer.publishRaw(PREFIX + topic, payload);
    }
    await bus.peer.publishRaw(PREFIX + topic, Uint8Array.of(0xff, 0xfe));
  }
  await caughtUp(module, bus.peer);
  assert.ok(bus.logger.messages("warning").length > 10);
  assert.deepEqual(bus.logger.messages("error"), []);
  await module.close();
});

everest("configuration can be read and written through the manager", async (bus) => {
  const parameter = {
    name: "limit",
    value: 16,
    characteristics: { datatype: "integer", mutability: "ReadWrite" },
  } as const;
  const [module] = await bus.running({
    otherParameters: { evse_1: { "!module": [parameter] } },
    onSet: ({ value }) => ({ status: "Ok", inner: value === "32" ? "Accepted" : "RebootRequired" }),
  });
  const all = await module.config.all();
  assert.deepEqual(all.kind === "value" && all.value.evse_1, {
    "!module": [{ name: "limit", value: 16, datatype: "integer", mutability: "ReadWrite" }],
  });
  assert.deepEqual(await module.config.allMappings(), { kind: "value", value: CONFIGURATION.mappings });
  assert.deepEqual(
    await Promise.all([
      module.config.set("evse_1", "!module", "limit", "32"),
      module.config.set("evse_1", "!module", "limit", "8"),
    ]),
    [{ status: "Accepted", info: "" }, { status: "RebootRequired", info: "" }],
  );
  await module.close();
});

everest("external messages are raw and outside the prefix", async (bus) => {
  const [module] = await bus.running();
  const heard = new Promise<string>((resolve) => {
    module.external.subscribe("everest_api/ocpp/cmd/+", (topic, payload) => {
      resolve(`${topic} ${new TextDecoder().decode(payload)}`);
    });
  });
  const echoed = new Promise<string>((resolve) => {
    void bus.peer.subscribe("state", ({ payload }) => resolve(payload)).then(() =>
      module.external.publish("state", "up")
    );
  });
  assert.equal(await echoed, "up");
  await bus.peer.publishRaw("everest_api/ocpp/cmd/connect", "now", { qos: 2 });
  assert.equal(await heard, "everest_api/ocpp/cmd/connect now");
  await module.close();
});

everest("the configuration request is repeated every 2 s until it is answered", async (bus) => {
  const manager = await startManager(bus.peer, { ...CONFIGURATION, answer: "second" });
  const connecting = bus.connected();
  await bus.peer.next("config/request");
  bus.clock.advance(2000);
  const module = await connecting;
  assert.equal(manager.requests.length, 2);
  await module.close();
});

everest("a manager that answers late is waited for, with a word to the log every 10 s", async (bus) => {
  const manager = await startManager(bus.peer, { ...CONFIGURATION, answer: "late" });
  const connecting = bus.connected();
  await bus.peer.next("config/request");
  for (let second = 0; second < 20; second += 2) await bus.clock.fire("everest.config-request");
  manager.answerNow();
  const module = await connecting;
  assert.equal(
    bus.logger.messages("notice").filter((line) => /still asking/.test(line)).length,
    2,
  );
  await module.close();
});

everest("a module that restarts alone finds no definitions and works with the defaults", async (bus) => {
  bus.migrations = ["3_up-access_config.sql"];
  await startManager(bus.peer, { ...CONFIGURATION, definitions: "absent" });
  const module = await bus.connected(bus.options(["--prefix", "/opt/ev"]));
  await module.start();
  assert.deepEqual(module.moduleNames, {});
  assert.equal(module.settings.validateSchema, false);
  await module.close();
});

for (const dialect of ["old", "new"] as const) {
  const [request, since] = dialect === "old" ? ["GetConfig", "2025.12"] : ["ConfigurationRequest", "2026.08"];
  const marker = dialect === "old" ? ["3_up-access_config.sql"] : ["3_up-x.sql", "4_up-multi_config.sql"];

  everest(
    `${dialect} manager, spawned by it: its installation tells the name of the request`,
    async (bus) => {
      bus.parent = "manager";
      bus.migrations = marker;
      const manager = await startManager(bus.peer, { ...CONFIGURATION, dialect });
      const module = await bus.connected(bus.options(["--prefix", "/opt/ev"]));
      await module.start();
      assert.deepEqual([module.dialect, manager.violations, bus.requestNames()], [since, [], [request]]);
      assert.equal(bus.remembered, since);
      await module.close();
    },
  );

  everest(`${dialect} manager, started by hand: the retained definitions tell`, async (bus) => {
    const [module, manager] = await bus.running({ dialect });
    assert.deepEqual([module.dialect, manager.violations, bus.requestNames()], [since, [], [request]]);
    await module.close();
  });

  everest(`${dialect} manager that starts after us: nothing is asked before it shows itself`, async (bus) => {
    const connecting = bus.connected();
    await bus.clock.fire("everest.dialect");
    assert.deepEqual(bus.requestNames(), []);
    const manager = await startManager(bus.peer, { ...CONFIGURATION, dialect });
    const module = await connecting;
    await module.start();
    assert.deepEqual([manager.violations, bus.requestNames()], [[], [request]]);
    await module.close();
  });

  everest(`${dialect} manager, nothing retained: the request of another module tells`, async (bus) => {
    const manager = await startManager(bus.peer, { ...CONFIGURATION, dialect, definitions: "absent" });
    const connecting = bus.connected();
    await bus.clock.timerSet("everest.dialect");
    const other = { data: { origin: "other", request: { type: "All" }, type: "Get" }, msg_type: request };
    await bus.peer.publishRaw(`${PREFIX}config/request`, JSON.stringify(other));
    const module = await connecting;
    await module.start();
    assert.deepEqual(manager.violations, []);
    await module.close();
  });
}

everest("stale definitions of another manager lose against the installation", async (bus) => {
  const stale = await startManager(bus.peer, { ...CONFIGURATION, dialect: "new" });
  stale.stop();
  bus.migrations = ["3_up-access_config.sql"];
  const manager = await startManager(bus.peer, { ...CONFIGURATION, dialect: "old", definitions: "absent" });
  const connecting = bus.connected(bus.options(["--prefix", "/opt/ev"]));
  await bus.clock.fire("everest.dialect");
  const module = await connecting;
  assert.deepEqual([manager.violations, bus.requestNames()], [[], ["GetConfig"]]);
  await module.close();
});

everest("a living manager's definitions win against installation and stale definitions", async (bus) => {
  const stale = await startManager(bus.peer, { ...CONFIGURATION, dialect: "old" });
  stale.stop();
  bus.migrations = ["4_up-multi_config.sql"]; // a foreign prefix
  const connecting = bus.connected(bus.options(["--prefix", "/opt/ev"]));
  await bus.clock.timerSet("everest.dialect");
  const manager = await startManager(bus.peer, { ...CONFIGURATION, dialect: "old" });
  const module = await connecting;
  assert.deepEqual([manager.violations, bus.requestNames()], [[], ["GetConfig"]]);
  await module.close();
});

everest("an EVerest older than 2025.12 is reported in one line", async (bus) => {
  await bus.peer.publishRaw(`${PREFIX}settings`, '{"prefix":"/opt/ev","data_dir":"/d"}', { retain: true });
  const outcome = await bus.connect();
  assert.deepEqual(outcome, {
    kind: "failed",
    exitCode: 1,
    reason: "this EVerest is older than 2025.12: its bus messages have no envelopes, which is not supported",
  });
  assert.deepEqual(bus.requestNames(), []);
});

everest("a manager that does not know us ends the start with exit code 1", async (bus) => {
  await startManager(bus.peer, { ...CONFIGURATION, answer: "never" });
  const connecting = bus.connect();
  await bus.peer.next("config/request");
  const refusal = {
    data: { status: "Error", status_info: "unknown origin", response: null },
    msg_type: "GetConfigResponse",
  };
  await bus.peer.publishRaw(`${PREFIX}modules/ocpp/response`, JSON.stringify(refusal));
  assert.deepEqual(await connecting, {
    kind: "failed",
    exitCode: 1,
    reason: "the manager refuses our configuration: unknown origin",
  });
});

everest("a broker that goes away closes the module and ends everything pending", async (bus) => {
  const [module] = await bus.running();
  const pending = module.call(evse(module), "nobody_answers", {});
  const reading = module.config.all();
  await bus.broker.close();
  assert.match(await module.closed, /broker|connection/);
  assert.equal((await pending).kind, "abandoned");
  assert.equal((await reading).kind, "refused");
  assert.deepEqual(bus.clock.pending(), []);
});

everest("a broker that goes away while we wait for our configuration ends the start", async (bus) => {
  await startManager(bus.peer, { ...CONFIGURATION, answer: "never" });
  const connecting = bus.connect();
  await bus.peer.next("config/request");
  await bus.broker.close();
  const outcome = await connecting;
  assert.equal(outcome.kind === "failed" && outcome.exitCode, 1);
  assert.deepEqual(bus.clock.pending(), []);
});

Deno.test("everest: an unreachable broker is tried for ten seconds", async () => {
  const clock = new FakeClock();
  const parsed = parseLaunchArguments(["-m", "ocpp", "--mqtt_broker_socket_path", "/nonexistent.sock"], {});
  if (parsed.kind !== "options") throw new Error("bad arguments");
  let attempts = 0;
  const logger = new RecordingLogger();
  const connecting = connectEverest(parsed.options, {
    clock,
    ids: { uuid: () => "", random: () => 0 },
    logger,
    dial: () => {
      attempts += 1;
      return Promise.resolve({ kind: "failed", reason: "no such file" });
    },
    host: { migrationFiles: () => Promise.resolve([]), parentProcessName: () => undefined },
  });
  // What the process waits for is told before it has waited.
  const told = logger.lines.map(({ message, fields }) => [message, fields["address"]]);
  assert.deepEqual(told, [["connecting to the broker", "/nonexistent.sock"]]);
  for (let i = 0; i < 40; i++) await clock.fire("everest.dial-again");
  assert.deepEqual(await connecting, {
    kind: "failed",
    exitCode: 1,
    reason: "no connection to the broker at /nonexistent.sock: no such file",
  });
  assert.equal(attempts, 41);
});

for (const payload of ["true", '{"data":{"cause":"update"}}', "not JSON"]) {
  everest(
    `a shutdown announcement ${payload} asks us to stop and shortens our calls to a second`,
    async (bus) => {
      const [module, manager] = await bus.running();
      const pending = module.call(evse(module), "dead_peer", {});
      await manager.publishShutdown(payload);
      await manager.publishShutdown(payload);
      assert.deepEqual(await module.stopRequested, { kind: "shutdown" });
      bus.clock.advance(1000);
      assert.equal((await pending).kind, "abandoned");
      await caughtUp(module, bus.peer); // commands are still answered
      await module.close();
    },
  );
}

everest(
  "a shutdown announcement while we wait for our configuration ends the start with exit code 0",
  async (bus) => {
    const manager = await startManager(bus.peer, { ...CONFIGURATION, answer: "never" });
    const connecting = bus.connect();
    await bus.peer.next("config/request");
    await manager.publishShutdown();
    assert.deepEqual(await connecting, { kind: "failed", exitCode: 0, reason: "the manager shuts down" });
  },
);

everest("a manager that comes up again wants us to start anew", async (bus) => {
  const [module, manager] = await bus.running();
  await manager.publishDefinitions();
  assert.deepEqual(await module.stopRequested, { kind: "managerRestarted" });
  await module.close();
});

everest("ready is repeated when the manager's definitions come only after it", async (bus) => {
  bus.remembered = "2025.12";
  const deaf = await startManager(bus.peer, { ...CONFIGURATION, definitions: "absent" });
  const connecting = bus.connected();
  await bus.clock.fire("everest.dialect");
  const module = await connecting;
  deaf.stop();
  const ready = bus.peer.next("modules/ocpp/ready");
  const starting = module.start();
  await ready;
  const manager = await startManager(bus.peer, CONFIGURATION);
  await bus.clock.fire("everest.ready-again");
  await manager.moduleReady;
  await starting;
  await module.close();
});
