import {
  type Environment,
  LAUNCH_HELP,
  type LaunchOptions,
  parseLaunchArguments,
} from "../everest/launch-arguments.ts";
import type { Platform } from "./platform.ts";
import { systemPlatform } from "./system-platform.ts";

export { LAUNCH_HELP };

/** What the command line and the environment ask for. */
export type Launch =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "error"; readonly reason: string }
  | { readonly kind: "module"; readonly options: LaunchOptions; readonly platform: Platform };

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

/** Reads the command line and the environment. Nothing runs yet. */
export function readLaunch(argv: readonly string[]): Launch {
  const environment: Environment = Object.fromEntries(VARIABLES.map((name) => [name, Deno.env.get(name)]));
  const parsed = parseLaunchArguments(argv, environment);
  if (parsed.kind !== "options") return parsed;
  return { kind: "module", options: parsed.options, platform: systemPlatform(parsed.options) };
}
