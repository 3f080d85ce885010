import type { Dial } from "../csms/socket.ts";
import type { ConnectTls } from "../csms/tls/connect.ts";
import type { Trust, TrustPolicy } from "../csms/tls/trust.ts";
import type { DialectMemory } from "../everest/connect.ts";
import type { HostEvidence } from "../everest/host-evidence.ts";
import type { DialBroker } from "../everest/mqtt/dial.ts";
import type { Clock } from "../kernel/clock.ts";
import type { IdSource } from "../kernel/id-source.ts";
import type { Logger } from "../kernel/logger.ts";
import type { LogDisk } from "../message-log/message-log-disk.ts";
import type { unmapExecutablePages } from "../host/executable-pages.ts";
import type { ListeningSocket } from "../host/inspection-socket.ts";
import type { ServiceManager } from "../host/sd-notify.ts";

/** Everything outside the program that the daemon touches; tests hand in their own. */
export interface Platform {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Logger;
  /** Writes what the log only counts so far, because it repeats; to be called before the process ends. */
  flushLog(): void;
  readonly dialBroker: DialBroker;
  readonly host: HostEvidence;
  /** Absent where there is no place to keep it. */
  readonly dialectMemory?: DialectMemory;
  /** Which roots TLS trusts, for the life of the process; to be applied before anything else uses TLS. */
  trust(policy: TrustPolicy): Trust;
  dialCsms(trust: Trust): Dial;
  /** TLS as `dialCsms` uses it, with nothing on it: for a diagnosis. */
  secureCsms(trust: Trust): ConnectTls;
  readonly logDisk: LogDisk;
  /** Opens the socket of people's commands in a directory; rejects when the file system refuses. */
  listenForInspection(directory: string): Promise<ListeningSocket>;
  /** Opens the socket of the owner's commands that change something; rejects when the file system refuses. */
  listenForControl(directory: string): Promise<ListeningSocket>;
  readonly serviceManager: ServiceManager;
  /** WATCHDOG_USEC in milliseconds; 0 without a watchdog. */
  readonly watchdogLimitMs: number;
  readonly unmapExecutablePages: typeof unmapExecutablePages;
  /** Where our executable lies. */
  readonly moduleDirectory: string;
  /** Resolves with the name of the signal that asks the process to end. */
  readonly stopRequested: Promise<string>;
  /** Resolves with the reason when only a new process can go on: peers hold too many connections that were given up. */
  readonly exhausted: Promise<string>;
}
