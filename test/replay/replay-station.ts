import { dirname, join } from "node:path";
import type { Dial } from "../../src/csms/socket.ts";
import { AbandonedConnections } from "../../src/csms/tls/abandoned-connections.ts";
import { createTlsConnector } from "../../src/csms/tls/connect.ts";
import { createTrust } from "../../src/csms/tls/trust.ts";
import { createDial } from "../../src/csms/websocket/dial.ts";
import type { Transport } from "../../src/everest/mqtt/transport.ts";
import type { Clock } from "../../src/kernel/clock.ts";
import type { IdSource } from "../../src/kernel/id-source.ts";
import { runDaemon } from "../../src/runtime/daemon.ts";
import { createDialectMemory } from "../../src/host/dialect-memory.ts";
import { listenForControl, listenForInspection } from "../../src/host/inspection-socket.ts";
import { denoLogDisk, type LogDisk } from "../../src/message-log/message-log-disk.ts";
import type { RecordingLogger } from "../fakes/recording-logger.ts";

/** The roots that TLS trusts are settled once for the life of a process, as in the daemon itself. */
const trust = createTrust("csmsRootsOnly");

/**
 * Writing the log is no work that anybody waits for, and must not be counted as such (`background-work.ts`): the recorded system
 * dies while it goes on.
 */
const logDisk: LogDisk = {
  ...denoLogDisk,
  async append(path, bytes) {
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeFile(path, bytes, { append: true });
  },
};

/** The recorded station and its password. */
export const IDENTITY = "cp001";
export const PASSWORD = "DEADBEEFDEADBEEF";

export interface RunningDaemon {
  /** How often it has begun or finished to dial the CSMS. */
  readonly dials: number;
  /** Settles when the attempt to connect that is under way has come to something. */
  readonly dialling: Promise<unknown> | undefined;
  /** Ends it as SIGTERM does; resolves with the exit status. */
  stop(): Promise<number>;
  /** Resolves when it has ended by itself. */
  readonly ended: Promise<number>;
}

/** The whole daemon, in this process, on the given clock and bus. */
export function startDaemon(
  { clock, log, transport, directory, seed, parent }: {
    readonly clock: Clock;
    readonly log: RecordingLogger;
    readonly transport: Transport;
    readonly directory: string;
    /** Tells the identifiers of one run from those of another on the same databases. */
    readonly seed: number;
    /** The process that has started it: EVerest's manager, or whoever starts it alone. */
    readonly parent: "manager" | "systemd";
  },
): RunningDaemon {
  let stop: (signal: string) => void = () => {};
  const stopRequested = new Promise<string>((resolve) => stop = resolve);
  let dials = 0;
  let dialling: Promise<unknown> | undefined;
  const dialCsms = (): Dial => {
    const randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length));
    const dial = createDial({ clock, randomBytes, trust });
    return (options, signal) => {
      dials += 1;
      const attempt = dial(options, signal);
      dialling = attempt.then(() => {
        dials += 1;
        dialling = undefined;
      });
      return attempt;
    };
  };
  const ended = runDaemon({
    moduleId: "ocpp",
    broker: { kind: "unix", path: join(directory, "no-socket") },
    everestPrefix: "everest/",
    externalPrefix: "",
  }, {
    clock,
    ids: predictableIds(seed),
    log,
    flushLog() {},
    dialBroker: () => Promise.resolve({ kind: "open", transport }),
    host: {
      migrationFiles: () => Promise.resolve([]),
      parentProcessName: () => parent,
    },
    dialectMemory: createDialectMemory(directory, log),
    dialCsms,
    trust: () => trust,
    secureCsms: () => createTlsConnector(trust, new AbandonedConnections({ clock })),
    logDisk,
    listenForInspection,
    listenForControl,
    serviceManager: { ready() {}, status() {}, watchdog() {}, stopping() {}, close() {} },
    watchdogLimitMs: 0,
    unmapExecutablePages: () => Promise.resolve("unmapped"),
    moduleDirectory: join(import.meta.dirname ?? ".", "../.."),
    stopRequested,
    exhausted: new Promise(() => {}),
  });
  return {
    get dials() {
      return dials;
    },
    get dialling() {
      return dialling;
    },
    stop: () => {
      stop("SIGTERM");
      return ended;
    },
    ended,
  };
}

/** The same identifiers in every replay. */
function predictableIds(seed: number): IdSource {
  let made = 0;
  return {
    uuid: () => {
      made += 1;
      return `00000000-0000-4000-8${String(seed).padStart(3, "0")}-${made.toString(16).padStart(12, "0")}`;
    },
    // The shortest waits: so it is back within a second of the recorded station.
    random: () => 0,
  };
}
