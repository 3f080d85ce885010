import type { ConnectedModule } from "../everest/bus-module.ts";
import { connectEverest, type ConnectOutcome } from "../everest/connect.ts";
import type { LaunchOptions } from "../everest/launch-arguments.ts";
import { sleep } from "../kernel/clock.ts";
import { VERSION } from "../kernel/version.ts";
import { limitToInstalledDefinitions } from "./bus/installed-definitions.ts";
import type { Platform } from "./platform.ts";
import { readConfiguration } from "./read-configuration.ts";
import type { RunningStation } from "./run-station.ts";
import { type StartOutcome, startStation } from "./start-station.ts";

/** SIGTERM must end the process within a second; the rest is for what does not wait for anybody. */
const STOP_LIMIT_MS = 900;

/** Why the daemon ends, and with which exit status. */
interface Ending {
  readonly exitCode: number;
  readonly reason: string;
}

/**
 * The whole life of the module: connects to the bus, runs the station, ends on a signal, on the manager's request, or
 * with status 1 when the broker is gone (as every EVerest module does) or the process is exhausted. Resolves with the
 * exit status; never rejects.
 */
export async function runDaemon(options: LaunchOptions, platform: Platform): Promise<number> {
  platform.log.notice("the module starts", { version: VERSION, module: options.moduleId });
  const ending = new AbortController();
  const signalled = Promise.race([
    platform.stopRequested.then((signal): Ending => ({ exitCode: 0, reason: signal })),
    platform.exhausted.then((reason): Ending => ({ exitCode: 1, reason })),
  ]);

  platform.serviceManager.status("connecting to EVerest");
  const connecting = connect(options, platform, ending.signal);
  const connection = await Promise.race([signalled, connecting]);
  if (!("kind" in connection)) {
    ending.abort();
    // It may have succeeded in this very moment.
    void connecting.then((late) => late.kind === "connected" ? late.module.close() : undefined);
    return ended(connection, platform);
  }
  if (connection.kind === "failed") return ended(connection, platform);
  const { module } = connection;

  const starting = start(options, module, platform, ending.signal);
  const why = await Promise.race([signalled, busEnding(module), failureOf(starting)]);
  ending.abort();
  const failure = await shutDown(starting, module, platform);
  return ended(failure ?? why, platform);
}

function connect(options: LaunchOptions, platform: Platform, signal: AbortSignal): Promise<ConnectOutcome> {
  return connectEverest(options, {
    clock: platform.clock,
    ids: platform.ids,
    logger: platform.log.child("everest"),
    dial: platform.dialBroker,
    host: platform.host,
    signal,
    ...(platform.dialectMemory ? { dialectMemory: platform.dialectMemory } : {}),
  });
}

/** The running station, or why there is none. Settles at once when `signal` is aborted, and never rejects. */
async function start(
  options: LaunchOptions,
  module: ConnectedModule,
  platform: Platform,
  signal: AbortSignal,
): Promise<StartOutcome> {
  const configuration = readConfiguration(options, module, platform);
  if (configuration.kind === "refused") return { kind: "failed", reason: configuration.reason };
  const { config, dataDirectory } = configuration;
  try {
    const log = platform.log.child("everest");
    const limited = limitToInstalledDefinitions(module, dataDirectory, log);
    return await startStation(limited, config, platform, signal);
  } catch (error) {
    return { kind: "failed", reason: `start failed: ${describe(error)}` };
  }
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
function failureOf(starting: Promise<StartOutcome>): Promise<Ending> {
  return new Promise((resolve) => {
    void starting.then((started) => {
      if (started.kind === "failed") resolve({ exitCode: 1, reason: started.reason });
    });
  });
}

/**
 * Disconnects the station from the CSMS, then the bus, then closes the databases: events that arrive until then are
 * stored. It does not wait longer than the limit for peers. Resolves with an ending when something could not be stored.
 */
async function shutDown(
  starting: Promise<StartOutcome>,
  module: ConnectedModule,
  { clock, log, serviceManager }: Platform,
): Promise<Ending | undefined> {
  serviceManager.stopping();
  const done = new AbortController();
  let station: RunningStation | undefined;
  try {
    const inTime = starting.then(async (started) => {
      if (started.kind === "running") station = started.station;
      await disconnect(station, module);
    });
    const limit = sleep(clock, "daemon.stop", STOP_LIMIT_MS, done.signal);
    if (await Promise.race([inTime, limit]) === "elapsed") {
      log.warning("the module stops without waiting for others");
    }
  } catch (error) {
    log.error("the station did not stop in order", { error });
  } finally {
    done.abort();
  }
  try {
    await station?.close();
    return undefined;
  } catch (error) {
    return { exitCode: 1, reason: `the databases could not be closed: ${describe(error)}` };
  }
}

async function disconnect(station: RunningStation | undefined, module: ConnectedModule): Promise<void> {
  try {
    await station?.disconnect();
  } finally {
    await module.close();
  }
  await station?.flush();
}

function describe(error: unknown): string {
  return error instanceof Error ? error.stack ?? error.message : String(error);
}

function ended({ exitCode, reason }: Ending, { log, flushLog, serviceManager }: Platform): number {
  flushLog();
  if (exitCode === 0) log.notice("the module has stopped", { reason });
  else log.error("the module has stopped because of a failure", { reason, exitCode });
  serviceManager.status(reason);
  serviceManager.close();
  return exitCode;
}
