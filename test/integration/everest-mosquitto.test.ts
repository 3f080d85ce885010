import assert from "node:assert/strict";
import { connectEverest } from "../../src/everest/connect.ts";
import { parseLaunchArguments } from "../../src/everest/launch-arguments.ts";
import { type BrokerAddress, socketDialer } from "../../src/everest/mqtt/dial.ts";
import { startManager } from "../fakes/everest-manager.ts";
import { FakeClock } from "../fakes/fake-clock.ts";
import { connectBusClient } from "../fakes/mqtt/bus-client.ts";
import { watchConformance } from "../fakes/mqtt/bus-conformance.ts";
import { type RunningMosquitto, startMosquitto } from "../fakes/mqtt/mosquitto.ts";
import { RecordingLogger } from "../fakes/recording-logger.ts";
import { testWith } from "../fakes/system-programs.ts";

/** The manager's argument list for this broker. */
function argumentsOf(address: BrokerAddress): string[] {
  const broker = address.kind === "unix"
    ? ["--mqtt_broker_socket_path", address.path]
    : ["--mqtt_broker_host", address.host, "--mqtt_broker_port", `${address.port}`];
  return [
    ...["--prefix", "/opt/ev", "--module", "ocpp", "--log_config", "/opt/ev/etc/log.cfg"],
    ...["--mqtt_everest_prefix", "everest/", "--mqtt_external_prefix", "", ...broker],
  ];
}

/** Handshake, traffic in both directions, and a killed broker, all on a real mosquitto. */
async function session(broker: RunningMosquitto, address: BrokerAddress): Promise<void> {
  const clock = new FakeClock();
  const logger = new RecordingLogger();
  const peer = await connectBusClient({ kind: "unix", path: broker.unixPath }, "everest/");
  const watch = watchConformance(peer, "ocpp");
  const manager = await startManager(peer, {
    moduleId: "ocpp",
    moduleName: "OCPP201",
    dialect: "new",
    connections: { evse_manager: [{ moduleId: "evse_1", implementationId: "evse" }] },
  });
  const parsed = parseLaunchArguments(argumentsOf(address), {});
  if (parsed.kind !== "options") throw new Error(JSON.stringify(parsed));
  const outcome = await connectEverest(parsed.options, {
    clock,
    ids: { uuid: () => crypto.randomUUID(), random: () => 0 },
    logger,
    dial: socketDialer(clock, 5000),
    host: {
      migrationFiles: () => Promise.resolve(["4_up-multi_config.sql"]),
      parentProcessName: () => "manager",
    },
    declaredErrors: { auth_validator: { "generic/VendorError": "" } },
  });
  if (outcome.kind === "failed") throw new Error(outcome.reason);
  const { module } = outcome;
  const [evse] = module.connections("evse_manager");
  const values: unknown[] = [];
  module.subscribe(evse!, "powermeter", (value) => values.push(value));
  module.provide(
    "auth_validator",
    "validate_token",
    (args) => Promise.resolve({ kind: "result", value: args }),
  );
  peer.onCmd("evse_1", "evse", "double", ({ n }) => Number(n) * 2);
  await module.start();

  const numbers = Array.from({ length: 300 }, (_, i) => i);
  for (const n of numbers) {
    void peer.publishVar("evse_1", "evse", "powermeter", n);
    module.publish("ocpp_generic", "counter", n);
  }
  const [ours, theirs] = await Promise.all([
    Promise.all(numbers.map((n) => module.call(evse!, "double", { n }))),
    Promise.all(numbers.map((n) => peer.call("ocpp", "auth_validator", "validate_token", { n }))),
  ]);
  assert.deepEqual(ours, numbers.map((n) => ({ kind: "result", value: n * 2 })));
  assert.deepEqual(theirs, numbers.map((n) => ({ kind: "result", value: { n } })));
  assert.deepEqual(values, numbers);
  module.raiseError({
    implementationId: "auth_validator",
    type: "generic/VendorError",
    message: "",
    severity: "Low",
  });
  const cleared = peer.next(
    "modules/ocpp/impl/auth_validator/error/#",
    ({ payload }) => /ClearError/.test(payload),
  );
  module.clearError("auth_validator", "generic/VendorError");
  await cleared;
  assert.deepEqual([watch.violations, watch.unanswered(), manager.violations], [[], [], []]);

  await broker.kill();
  assert.match(await module.closed, /broker|connection/);
  assert.deepEqual(clock.pending(), []);
  assert.deepEqual(logger.messages("warning").concat(logger.messages("error")), []);
}

for (const kind of ["tcp", "unix"] as const) {
  const name = `everest on mosquitto over ${kind}: handshake, 300 messages of each sort, killed broker`;
  testWith("mosquitto", name, async () => {
    const broker = await startMosquitto();
    if (broker.kind === "absent") throw new Error(broker.reason);
    const address: BrokerAddress = kind === "unix"
      ? { kind, path: broker.unixPath }
      : { kind, host: "127.0.0.1", port: broker.port };
    try {
      await session(broker, address);
    } finally {
      await broker.stop();
    }
  });
}
