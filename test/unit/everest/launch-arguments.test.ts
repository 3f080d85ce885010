import assert from "node:assert/strict";
import fc from "fast-check";
import { type LaunchOptions, parseLaunchArguments } from "../../../src/everest/launch-arguments.ts";

function options(argv: readonly string[], env: Record<string, string> = {}): LaunchOptions {
  const parsed = parseLaunchArguments(argv, env);
  if (parsed.kind !== "options") throw new Error(JSON.stringify(parsed));
  return parsed.options;
}

function reason(argv: readonly string[], env: Record<string, string> = {}): string {
  const parsed = parseLaunchArguments(argv, env);
  return parsed.kind === "error" ? parsed.reason : `no error but ${parsed.kind}`;
}

const MANAGER = [
  "--prefix",
  "/opt/everest",
  "--module",
  "ocpp",
  "--log_config",
  "/opt/everest/etc/everest/default_logging.cfg",
  "--mqtt_everest_prefix",
  "everest/",
  "--mqtt_external_prefix",
  "",
];

Deno.test("the manager's list with an empty external prefix and a broker on TCP", () => {
  assert.deepEqual(options([...MANAGER, "--mqtt_broker_host", "localhost", "--mqtt_broker_port", "1883"]), {
    moduleId: "ocpp",
    prefix: "/opt/everest",
    logConfig: "/opt/everest/etc/everest/default_logging.cfg",
    everestPrefix: "everest/",
    externalPrefix: "",
    broker: { kind: "tcp", host: "localhost", port: 1883 },
  });
});

Deno.test("the manager's list with a broker on a unix socket", () => {
  const { broker } = options([...MANAGER, "--mqtt_broker_socket_path", "/run/mqtt.sock"]);
  assert.deepEqual(broker, { kind: "unix", path: "/run/mqtt.sock" });
});

Deno.test("by hand, the module id suffices", () => {
  assert.deepEqual(options(["-m", "ocpp"]), {
    moduleId: "ocpp",
    everestPrefix: "everest/",
    externalPrefix: "",
    broker: { kind: "tcp", host: "localhost", port: 1883 },
  });
});

Deno.test("started by systemd, the environment can replace every option", () => {
  assert.deepEqual(
    options([], {
      EV_MODULE: "ocpp",
      EV_PREFIX: "/opt/ev",
      EV_LOG_CONF_FILE: "/log.cfg",
      EV_MQTT_EVEREST_PREFIX: "bus",
      EV_MQTT_EXTERNAL_PREFIX: "x_",
      EV_MQTT_BROKER_HOST: "broker",
      EV_MQTT_BROKER_PORT: "1884",
      EVEREST_BUS_DIALECT: "2026.08",
    }),
    {
      moduleId: "ocpp",
      prefix: "/opt/ev",
      logConfig: "/log.cfg",
      everestPrefix: "bus/",
      externalPrefix: "x_",
      broker: { kind: "tcp", host: "broker", port: 1884 },
      dialect: "2026.08",
    },
  );
  assert.deepEqual(
    options([], { EV_MODULE: "ocpp", EV_MQTT_BROKER_SOCKET_PATH: "/s" }).broker,
    { kind: "unix", path: "/s" },
  );
});

Deno.test("the command line wins over EV_ variables, also between a socket and a host", () => {
  const env = { EV_MODULE: "other", EV_MQTT_BROKER_SOCKET_PATH: "/s", EV_MQTT_EVEREST_PREFIX: "other" };
  const given = options([...MANAGER, "--mqtt_broker_host", "h"], env);
  assert.deepEqual([given.moduleId, given.everestPrefix, given.broker], [
    "ocpp",
    "everest/",
    { kind: "tcp", host: "h", port: 1883 },
  ]);
  const socket = options([...MANAGER, "--mqtt_broker_socket_path", "/s"], {
    EV_MQTT_BROKER_HOST: "h",
    EV_MQTT_BROKER_PORT: "1",
  });
  assert.deepEqual(socket.broker, { kind: "unix", path: "/s" });
});

Deno.test("MQTT_SERVER_ADDRESS and MQTT_SERVER_PORT win over the command line, as in C++ modules", () => {
  const { broker } = options([...MANAGER, "--mqtt_broker_host", "h", "--mqtt_broker_port", "1"], {
    MQTT_SERVER_ADDRESS: "10.0.0.1",
    MQTT_SERVER_PORT: "1900",
  });
  assert.deepEqual(broker, { kind: "tcp", host: "10.0.0.1", port: 1900 });
});

Deno.test("a socket path together with a host is an error, with a port alone it is not", () => {
  const socket = ["-m", "ocpp", "--mqtt_broker_socket_path", "/s"];
  assert.match(reason([...socket, "--mqtt_broker_host", "h"]), /both a socket path and a host/);
  assert.match(reason(socket, { MQTT_SERVER_ADDRESS: "h" }), /both a socket path and a host/);
  assert.deepEqual(options(socket, { MQTT_SERVER_PORT: "1900" }).broker, { kind: "unix", path: "/s" });
});

Deno.test("--name=value is the same as --name value", () => {
  assert.equal(options(["--module=ocpp", "--mqtt_external_prefix="]).moduleId, "ocpp");
  assert.equal(options(["--module=ocpp", "--mqtt_external_prefix=a=b"]).externalPrefix, "a=b");
});

Deno.test("options of EVerest that have no meaning for us are taken", () => {
  assert.equal(options(["--dontvalidateschema", "--config", "/c.yaml", "-m", "ocpp"]).moduleId, "ocpp");
});

Deno.test("help and version", () => {
  assert.deepEqual(parseLaunchArguments(["-m", "x", "--help"], {}), { kind: "help" });
  assert.deepEqual(parseLaunchArguments(["-h"], {}), { kind: "help" });
  assert.deepEqual(parseLaunchArguments(["--version"], {}), { kind: "version" });
});

const WRONG: readonly (readonly [RegExp, readonly string[], Record<string, string>?])[] = [
  [/--module is missing/, []],
  [/not a module id/, ["-m", "a/b"]],
  [/unknown option "--moduel"/, ["--moduel", "ocpp"]],
  [/unknown option "ocpp"/, ["ocpp"]],
  [/unknown option "__proto__"/, ["__proto__", "x"]],
  [/--module needs a value/, ["--module"]],
  [/not a port/, ["-m", "ocpp", "--mqtt_broker_port", "0"]],
  [/not a port/, ["-m", "ocpp", "--mqtt_broker_port", "65536"]],
  [/not a port/, ["-m", "ocpp", "--mqtt_broker_port", "mqtt"]],
  [/wildcard/, ["-m", "ocpp", "--mqtt_everest_prefix", "a/#"]],
  [/prefixes are the same/, ["-m", "ocpp", "--mqtt_external_prefix", "everest/"]],
  [/EVEREST_BUS_DIALECT/, ["-m", "ocpp"], { EVEREST_BUS_DIALECT: "2024" }],
];
for (const [expected, argv, env] of WRONG) {
  Deno.test(`refused with ${expected}: ${argv.join(" ")}`, () => assert.match(reason(argv, env), expected));
}

Deno.test("no command line and no environment makes the parser throw", () => {
  const names = fc.constantFrom("--module", "-m", "--mqtt_broker_port", "--prefix", "--help", "", "ocpp");
  fc.assert(
    fc.property(
      fc.array(fc.oneof(names, fc.string())),
      fc.dictionary(fc.constantFrom("EV_MODULE", "MQTT_SERVER_PORT", "EV_MQTT_EVEREST_PREFIX"), fc.string()),
      (argv, env) => void parseLaunchArguments(argv, env),
    ),
  );
});
