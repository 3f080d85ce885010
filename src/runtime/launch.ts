import { type Environment, LAUNCH_HELP, parseLaunchArguments } from "../everest/launch-arguments.ts";
import { runDaemon } from "./daemon.ts";
import { systemPlatform } from "./system-platform.ts";
import { VERSION } from "../kernel/version.ts";

export { LAUNCH_HELP };

export type Launched =
  | { kind: "help" }
  | { kind: "version" }
  | { kind: "error"; reason: string }
  | { kind: "ended"; exitCode: number };

/** Named one by one, because the executable may read these and no others. */
const VARIABLES = [
  "MQTT_SERVER_ADDRESS",
  "MQTT_SERVER_PORT",
  "EV_MODULE",
  "EV_PREFIX",
  "EV_LOG_CONF_FILE",
  "EV_MQTT_EVEREST_PREFIX",
  "EV_MQTT_EXTERNAL_PREFIX",
  "EV_MQTT_BROKER_SOCKET_PATH",
  "EV_MQTT_BROKER_HOST",
  "EV_MQTT_BROKER_PORT",
  "EVEREST_BUS_DIALECT",
];

/** Reads the command line and, when it asks for that, runs the module until it ends. */
export async function launch(argv: readonly string[]): Promise<Launched> {
  const environment: Environment = Object.fromEntries(VARIABLES.map((name) => [name, Deno.env.get(name)]));
  const parsed = parseLaunchArguments(argv, environment);
  if (parsed.kind !== "options") return parsed;
  const platform = systemPlatform(parsed.options);
  platform.log.notice("starting", { version: VERSION, module: parsed.options.moduleId });
  return { kind: "ended", exitCode: await runDaemon(parsed.options, platform) };
}
