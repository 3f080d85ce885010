import { withoutByteOrderMark } from "../kernel/byte-order-mark.ts";
import { AbandonedConnections } from "../csms/tls/abandoned-connections.ts";
import { createTlsConnector } from "../csms/tls/connect.ts";
import { createTrust } from "../csms/tls/trust.ts";
import { createDial } from "../csms/websocket/dial.ts";
import { hostEvidence } from "../everest/host-evidence.ts";
import type { LaunchOptions } from "../everest/launch-arguments.ts";
import { socketDialer } from "../everest/mqtt/dial.ts";
import type { LogLevel } from "../kernel/logger.ts";
import { consoleFormat, type ConsoleLog, createConsoleLog, writeToStderr } from "../host/console-log.ts";
import { createDialectMemory } from "../host/dialect-memory.ts";
import { unmapExecutablePages } from "../host/executable-pages.ts";
import { listenForControl, listenForInspection } from "../host/inspection-socket.ts";
import { levelFromLogConfig } from "../host/log-config.ts";
import { moduleDirectory } from "../host/module-directory.ts";
import { denoLogDisk } from "../message-log/message-log-disk.ts";
import type { Platform } from "./platform.ts";
import { connectServiceManager } from "../host/sd-notify.ts";
import { createSystemClock, type SystemClock } from "../host/system-clock.ts";
import { systemIds } from "../host/system-ids.ts";

const BROKER_DIAL_TIMEOUT_MS = 5000;

/** The real surroundings of the process. */
export function systemPlatform(options: LaunchOptions): Platform {
  const clock = createSystemClock();
  const log = consoleLog(options, clock);
  const { promise: exhausted, resolve } = Promise.withResolvers<string>();
  const abandoned = new AbandonedConnections({ clock, exhausted: resolve });
  // systemd joins several directories with colons; the unit has one.
  const cacheDirectory = Deno.env.get("CACHE_DIRECTORY")?.split(":")[0];
  return {
    clock,
    ids: systemIds,
    log,
    flushLog: () => log.flush(),
    dialBroker: socketDialer(clock, BROKER_DIAL_TIMEOUT_MS),
    host: hostEvidence,
    ...(cacheDirectory ? { dialectMemory: createDialectMemory(cacheDirectory, log) } : {}),
    trust: createTrust,
    dialCsms: (trust) =>
      createDial({
        clock,
        randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
        trust,
        abandoned,
      }),
    secureCsms: (trust) => createTlsConnector(trust, abandoned),
    logDisk: denoLogDisk,
    listenForInspection,
    listenForControl,
    serviceManager: connectServiceManager(Deno.env.get("NOTIFY_SOCKET"), log),
    watchdogLimitMs: watchdogLimitMs(),
    unmapExecutablePages,
    moduleDirectory: moduleDirectory(),
    stopRequested: stopSignal(),
    exhausted,
  };
}

function consoleLog(options: LaunchOptions, clock: SystemClock): ConsoleLog {
  const format = consoleFormat((name) => Deno.env.get(name), Deno.stderr.isTerminal());
  return createConsoleLog({
    clock,
    level: logLevel(options),
    format,
    scope: "ocpp201",
    write: writeToStderr,
  });
}

function logLevel({ logConfig, moduleId }: LaunchOptions): LogLevel | "off" {
  if (logConfig === undefined) return "info";
  try {
    return levelFromLogConfig(withoutByteOrderMark(Deno.readTextFileSync(logConfig)), `${moduleId}:OCPP201`);
  } catch {
    // A module without its logging file still has to say what it does.
    return "info";
  }
}

/** WATCHDOG_USEC is meant for us only when WATCHDOG_PID names us or is absent (sd_watchdog_enabled). */
function watchdogLimitMs(): number {
  const pid = Deno.env.get("WATCHDOG_PID");
  if (pid !== undefined && Number(pid) !== Deno.pid) return 0;
  const microseconds = Number(Deno.env.get("WATCHDOG_USEC") ?? 0);
  return Number.isFinite(microseconds) && microseconds > 0 ? microseconds / 1000 : 0;
}

function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      Deno.addSignalListener(signal, () => resolve(signal));
    }
  });
}
