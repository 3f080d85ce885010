import type { BusDialect } from "./bus-dialect.ts";
import type { BrokerAddress } from "./mqtt/dial.ts";
import { topicNameViolation } from "./mqtt/topic-filter.ts";
import { isBusName } from "./topics.ts";

/** How and where to connect to the bus. */
export interface LaunchOptions {
  readonly moduleId: string;
  readonly broker: BrokerAddress;
  /** Ends with a slash unless it is empty. */
  readonly everestPrefix: string;
  /** Put before external topics as it is. */
  readonly externalPrefix: string;
  /** EVerest's installation. */
  readonly prefix?: string;
  /** The logging configuration of EVerest's framework. */
  readonly logConfig?: string;
  /** Set by the operator when nothing on the bus or on disk shows how the manager names its messages. */
  readonly dialect?: BusDialect;
}

export type LaunchArguments =
  | { kind: "options"; options: LaunchOptions }
  | { kind: "help" }
  | { kind: "version" }
  | { kind: "error"; reason: string };

export type Environment = Readonly<Record<string, string | undefined>>;

/** Options that take a value, under the name that the rest of this file uses. */
const VALUED: Readonly<Record<string, string>> = {
  "--module": "module",
  "-m": "module",
  "--prefix": "prefix",
  "--log_config": "logConfig",
  "--mqtt_everest_prefix": "everestPrefix",
  "--mqtt_external_prefix": "externalPrefix",
  "--mqtt_broker_socket_path": "socketPath",
  "--mqtt_broker_host": "host",
  "--mqtt_broker_port": "port",
  // EVerest's modules accept and ignore it: their configuration comes over the bus.
  "--config": "config",
  "--conf": "config",
};

export const LAUNCH_HELP = `Options, as EVerest's manager passes them:
  -m, --module <id>                  module id in EVerest's configuration (required)
  --prefix <path>                    EVerest's installation
  --log_config <path>                logging configuration
  --mqtt_everest_prefix <topic>      default: everest
  --mqtt_external_prefix <text>      default: empty
  --mqtt_broker_socket_path <path>   unix socket of the broker, instead of:
  --mqtt_broker_host <host>          default: localhost
  --mqtt_broker_port <port>          default: 1883
  --config <path>, --dontvalidateschema   accepted as by every EVerest module, without effect
  -h, --help, --version
Environment: MQTT_SERVER_ADDRESS and MQTT_SERVER_PORT replace host and port; EV_MODULE, EV_PREFIX, EV_LOG_CONF_FILE,
  EV_MQTT_EVEREST_PREFIX, EV_MQTT_EXTERNAL_PREFIX, EV_MQTT_BROKER_SOCKET_PATH, EV_MQTT_BROKER_HOST and
  EV_MQTT_BROKER_PORT stand in for options that are absent; EVEREST_BUS_DIALECT=2025.12 or 2026.08 says how the manager
  names its messages (EVerest 2025.12 to 2026.02, or later) where that cannot be seen.`;

/** Pure and total: the command line (without the program's name) and the environment. */
export function parseLaunchArguments(argv: readonly string[], env: Environment): LaunchArguments {
  const given = new Map<string, string>();
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index] ?? "";
    if (argument === "--help" || argument === "-h") return { kind: "help" };
    if (argument === "--version") return { kind: "version" };
    if (argument === "--dontvalidateschema") continue; // as above
    const { option, attached } = splitOption(argument);
    const name = Object.hasOwn(VALUED, option) ? VALUED[option] : undefined;
    if (name === undefined) return error(`unknown option ${JSON.stringify(argument)}`);
    // The value may be empty: the manager passes `--mqtt_external_prefix ""`.
    const value = attached ?? argv[++index];
    if (value === undefined) return error(`${option} needs a value`);
    given.set(name, value);
  }
  return assemble(given, env);
}

/** `--name=value` as well as `--name value`. */
function splitOption(argument: string): { option: string; attached?: string } {
  const equals = argument.indexOf("=");
  if (!argument.startsWith("--") || equals < 0) return { option: argument };
  return { option: argument.slice(0, equals), attached: argument.slice(equals + 1) };
}

function assemble(given: ReadonlyMap<string, string>, env: Environment): LaunchArguments {
  const moduleId = given.get("module") ?? env.EV_MODULE ?? "";
  if (moduleId === "") return error("--module is missing");
  if (!isBusName(moduleId)) return error(`${JSON.stringify(moduleId)} is not a module id`);
  const broker = brokerAddress(given, env);
  if (typeof broker === "string") return error(broker);
  const everestPrefix = withSlash(given.get("everestPrefix") ?? env.EV_MQTT_EVEREST_PREFIX ?? "everest");
  const externalPrefix = given.get("externalPrefix") ?? env.EV_MQTT_EXTERNAL_PREFIX ?? "";
  for (const topic of [everestPrefix, externalPrefix]) {
    const wrong = topic === "" ? undefined : topicNameViolation(topic);
    if (wrong !== undefined) return error(`MQTT prefix ${JSON.stringify(topic)}: ${wrong}`);
  }
  if (everestPrefix === externalPrefix) return error("the two MQTT prefixes are the same");
  const dialect = env.EVEREST_BUS_DIALECT ?? "";
  if (dialect !== "" && dialect !== "2025.12" && dialect !== "2026.08") {
    return error(`EVEREST_BUS_DIALECT is ${JSON.stringify(dialect)}, not 2025.12 or 2026.08`);
  }
  const prefix = given.get("prefix") ?? env.EV_PREFIX;
  const logConfig = given.get("logConfig") ?? env.EV_LOG_CONF_FILE;
  return {
    kind: "options",
    options: {
      moduleId,
      broker,
      everestPrefix,
      externalPrefix,
      ...(prefix ? { prefix } : {}),
      ...(logConfig ? { logConfig } : {}),
      ...(dialect === "" ? {} : { dialect }),
    },
  };
}

/** The address, or what is wrong. The environment's address and port win over the command line, as in C++ modules. */
function brokerAddress(given: ReadonlyMap<string, string>, env: Environment): BrokerAddress | string {
  // An address on the command line overrides an address of the other kind in the environment.
  const wantsTcp = given.get("host") || given.get("port");
  const socketPath = given.get("socketPath") || (wantsTcp ? "" : env.EV_MQTT_BROKER_SOCKET_PATH ?? "");
  const inherited = given.get("socketPath") ? {} : env;
  const host = env.MQTT_SERVER_ADDRESS || given.get("host") || (inherited.EV_MQTT_BROKER_HOST ?? "");
  if (socketPath !== "" && host !== "") return "the broker has both a socket path and a host";
  if (socketPath !== "") return { kind: "unix", path: socketPath };
  const port = env.MQTT_SERVER_PORT || given.get("port") || inherited.EV_MQTT_BROKER_PORT || "1883";
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65535) {
    return `${JSON.stringify(port)} is not a port`;
  }
  return { kind: "tcp", host: host === "" ? "localhost" : host, port: Number(port) };
}

function withSlash(prefix: string): string {
  return prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`;
}

function error(reason: string): LaunchArguments {
  return { kind: "error", reason };
}
