import { connectEverest } from "../everest/connect.ts";
import type { LaunchOptions } from "../everest/launch-arguments.ts";
import type { ConnectedModule } from "../everest/bus-module.ts";
import { sleep } from "../kernel/clock.ts";
import { existsSync } from "./files.ts";
import { readModuleConfig } from "./module-config.ts";
import type { Platform } from "./platform.ts";
import { type RunningStation, startStation } from "./start-station.ts";

/** SIGTERM must end the process within a second. */
const STOP_LIMIT_MS = 800;

/** Why the daemon ends, and with which exit status. */
interface Ending {
  readonly exitCode: number;
  readonly reason: string;
}

/**
 * The whole life of the module: takes its seat on the bus, runs the station, ends on a signal, on the manager's
 * request, or with status 1 when the broker is gone (as every EVerest module does). Resolves with the exit status.
 */
export async function runDaemon(options: LaunchOptions, platform: Platform): Promise<number> {
  const { log, serviceManager } = platform;
  serviceManager.status("connecting to EVerest");
  const signalled = platform.stopRequested.then((signal): Ending => ({ exitCode: 0, reason: signal }));
  const connection = await Promise.race([
    signalled,
    connectEverest(options, {
      clock: platform.clock,
      ids: platform.ids,
      logger: log.child("everest"),
      dial: platform.dialBroker,
      host: platform.host,
      ...(platform.dialectMemory ? { dialectMemory: platform.dialectMemory } : {}),
    }),
  ]);
  if (!("kind" in connection)) return ended(connection, platform);
  if (connection.kind === "failed") return ended(connection, platform);
  const { module } = connection;

  const starting = start(options, module, platform);
  const ending = await Promise.race([signalled, busEnding(module), stationEnding(starting)]);
  log.notice("stopping", { reason: ending.reason });
  serviceManager.stopping();
  const stopping = Promise.race([starting.then((started) => "stop" in started ? started.stop() : undefined)]);
  await Promise.race([stopping, sleep(platform.clock, "daemon.stop", STOP_LIMIT_MS)]);
  await module.close();
  return ended(ending, platform);
}

/** The running station, or why there is none. */
async function start(
  options: LaunchOptions,
  module: ConnectedModule,
  platform: Platform,
): Promise<RunningStation | Ending> {
  const prefix = options.prefix ?? "/usr";
  const share = `${prefix}/share/everest/modules/${module.moduleName}`;
  const reading = readModuleConfig(module.parameters, share, platform.moduleDirectory, existsSync);
  if (reading.kind === "refused") {
    return { exitCode: 1, reason: `configuration refused: ${reading.problems.join("; ")}` };
  }
  for (const note of reading.notes) platform.log.warning(note.message, note.fields);
  const started = await startStation(module, reading.config, platform);
  return started.kind === "running" ? started.station : { exitCode: 1, reason: started.reason };
}

function busEnding(module: ConnectedModule): Promise<Ending> {
  return Promise.race([
    module.closed.then((reason) => ({
      exitCode: 1,
      reason: `the connection to the broker is gone: ${reason}`,
    })),
    module.stopRequested.then((request): Ending =>
      request.kind === "shutdown"
        ? { exitCode: 0, reason: "the manager shuts EVerest down" }
        : { exitCode: 1, reason: "the manager was restarted" }
    ),
  ]);
}

/** Resolves only when the station could not be started. */
function stationEnding(starting: Promise<RunningStation | Ending>): Promise<Ending> {
  return new Promise((resolve) => {
    starting.then(
      (started) => {
        if ("exitCode" in started) resolve(started);
      },
      (error: unknown) => resolve({ exitCode: 1, reason: `start failed: ${describe(error)}` }),
    );
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? error.stack ?? error.message : String(error);
}

function ended({ exitCode, reason }: Ending, { log, serviceManager }: Platform): number {
  if (exitCode === 0) log.notice("stopped", { reason });
  else log.error("stopped", { reason, exitCode });
  serviceManager.status(reason);
  serviceManager.close();
  return exitCode;
}
