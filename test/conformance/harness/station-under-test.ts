import { join } from "node:path";
import { AbandonedConnections } from "../../../src/csms/tls/abandoned-connections.ts";
import { createTlsConnector } from "../../../src/csms/tls/connect.ts";
import { createTrust } from "../../../src/csms/tls/trust.ts";
import { createDial } from "../../../src/csms/websocket/dial.ts";
import type { LaunchOptions } from "../../../src/everest/launch-arguments.ts";
import { type BrokerAddress, socketDialer } from "../../../src/everest/mqtt/dial.ts";
import { runDaemon } from "../../../src/runtime/daemon.ts";
import { type ConsoleLog, createConsoleLog } from "../../../src/host/console-log.ts";
import { createDialectMemory } from "../../../src/host/dialect-memory.ts";
import { listenForControl, listenForInspection } from "../../../src/host/inspection-socket.ts";
import { denoLogDisk } from "../../../src/message-log/message-log-disk.ts";
import type { Platform } from "../../../src/runtime/platform.ts";
import { systemIds } from "../../../src/host/system-ids.ts";
import { type Csms, type CsmsOptions, startCsms } from "../../fakes/csms/csms.ts";
import {
  type EverestOptions,
  type EverestSimulation,
  startEverest,
} from "../../fakes/everest/start-everest.ts";
import type { InstalledCertificates } from "../../fakes/everest/simulated-security.ts";
import type { ParameterValue } from "../../fakes/everest-manager.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { bothLoggers } from "../../fakes/both-loggers.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";
import { CREDENTIALS, IDENTITY, PASSWORD } from "../../fakes/station-credentials.ts";
import { type MonitorOverrides, type Overrides, writeComponentConfig } from "../../fakes/component-config.ts";
import { testPki } from "../../fakes/pki/pki.ts";
import { VainDials } from "./vain-dials.ts";

export interface StationOptions {
  /** Actual values over the shipped device model, e.g. `{"TxCtrlr.TxStartPoint": "EVConnected"}`. */
  readonly variables?: Overrides;
  /** Monitors of the component files, e.g. `{"EVSE[1].AvailabilityState": [{ type: "Delta", … }]}`. */
  readonly monitors?: MonitorOverrides;
  /** Default 1 EVSE whose EV starts to charge only when the test says so. */
  readonly everest?: EverestOptions;
  readonly csms?: CsmsOptions;
  /** The URL in the station's network profile; default that of the CSMS. */
  readonly csmsUrl?: string;
  /**
   * Default 1; profiles 1 and 2 with `CREDENTIALS`. With 2 and 3 the CSMS shows `testPki().server` unless
   * `csms.tls` says otherwise, the station trusts `testPki().root`, and with 3 it has `testPki().client`.
   */
  readonly securityProfile?: 1 | 2 | 3;
  /** Hears each line that the console of the process would show; its timer runs on the clock of the test. */
  readonly console?: (line: string) => void;
  /** False: the test calls `start` itself, e.g. to prepare the CSMS before. */
  readonly start?: boolean;
}

/** What a built module folder holds, the error map among it. */
const SOURCES = join(import.meta.dirname ?? ".", "../../..");

/** The roots that TLS trusts are settled once for the life of a process, as in the daemon itself. */
const trust = createTrust("csmsRootsOnly");

/**
 * The whole daemon between a simulated EVerest and a real WebSocket CSMS, on a clock that only the test moves.
 *
 * ```ts
 * await using station = await startStation();
 * await station.csms.expect("BootNotification");
 * await station.evse(1).plugIn();
 * await station.csms.expect("StatusNotification");
 * ```
 * Disposing it stops everything and fails when anybody broke a rule of OCPP-J, of a schema or of an interface.
 */
export class StationUnderTest implements AsyncDisposable {
  readonly log = new RecordingLogger();
  /** Each line for `systemctl status`. */
  readonly toldSystemd: string[] = [];
  /** To be set before the start; 0: the process has no supervisor. */
  watchdogLimitMs = 0;
  readonly #vainDials: VainDials;
  #stop: (signal: string) => void = () => {};
  #ended: Promise<number> = Promise.resolve(0);
  readonly #exhausted = Promise.withResolvers<string>();

  private constructor(
    readonly csms: Csms,
    readonly everest: EverestSimulation,
    readonly clock: FakeClock,
    readonly directory: string,
    /** The module's parameters in EVerest's configuration. */
    readonly parameters: Readonly<Record<string, ParameterValue>>,
    private readonly console: StationOptions["console"],
  ) {
    this.#vainDials = new VainDials(csms);
  }

  static async create(options: StationOptions): Promise<StationUnderTest> {
    const { securityProfile = 1 } = options;
    const clock = new FakeClock();
    const directory = await Deno.makeTempDir({ prefix: "station-" });
    const csms = await startCsms({
      ...(securityProfile < 3 ? { basicAuth: CREDENTIALS } : {}),
      ...(securityProfile > 1 ? { tls: (await testPki()).server } : {}),
      now: () => clock.wallMs(),
      ...options.csms,
    });
    const connectionProfile = {
      configurationSlot: 1,
      connectionData: {
        ocppCsmsUrl: options.csmsUrl ?? csms.url,
        ocppInterface: "Wired0",
        ocppTransport: "JSON",
        ocppVersion: "OCPP20",
        messageTimeout: 30,
        securityProfile,
      },
    };
    const configDirectory = join(directory, "component_config");
    await writeComponentConfig(configDirectory, {
      "InternalCtrlr.NetworkConnectionProfiles": JSON.stringify([connectionProfile]),
      "SecurityCtrlr.Identity": IDENTITY,
      "SecurityCtrlr.BasicAuthPassword": PASSWORD,
      "SecurityCtrlr.SecurityProfile": securityProfile,
      ...options.variables,
    }, options.monitors);
    const parameters = {
      MessageLogPath: join(directory, "logs"),
      CoreDatabasePath: directory,
      DeviceModelDatabasePath: join(directory, "device_model.db"),
      EverestDeviceModelDatabasePath: join(directory, "everest_device_model.db"),
      DeviceModelConfigPath: configDirectory,
      ...options.everest?.parameters,
    };
    const everest = await startEverest({
      evses: 1,
      clock,
      ...(securityProfile > 1 ? { certificates: await installCertificates(directory) } : {}),
      ...options.everest,
      evse: { chargeDelayMs: "manual", ...options.everest?.evse },
      parameters,
    });
    return new StationUnderTest(csms, everest, clock, directory, parameters, options.console);
  }

  /** Starts the daemon; `stop` ends it. `broker`: another way to the bus than the direct one. */
  start(broker: BrokerAddress = this.everest.address): void {
    const options: LaunchOptions = {
      moduleId: this.everest.moduleId,
      broker,
      everestPrefix: this.everest.prefix,
      externalPrefix: "",
    };
    const stopRequested = new Promise<string>((resolve) => this.#stop = resolve);
    this.#ended = runDaemon(options, this.#platform(stopRequested));
  }

  /** Resolves with its exit status when the daemon ends, for whatever reason. */
  get ended(): Promise<number> {
    return this.#ended;
  }

  /** The process has used up what only its end gives back. */
  exhaust(reason: string): void {
    this.#exhausted.resolve(reason);
  }

  /** Ends the daemon as SIGTERM does and resolves with its exit status. */
  async stop(): Promise<number> {
    this.#stop("SIGTERM");
    return await this.#ended;
  }

  /** EVSE `id`, from 1. */
  evse(id: number): EverestSimulation["evses"][number] {
    return this.everest.evse(id);
  }

  /** Lets time pass: every timer that falls due fires, and what it causes on the sockets happens before the next. */
  async pass(milliseconds: number): Promise<void> {
    const targetMs = this.clock.monotonicMs() + milliseconds;
    for (;;) {
      await this.settle();
      const nextMs = this.clock.nextDueMs();
      if (nextMs === undefined || nextMs > targetMs) break;
      this.clock.advance(nextMs - this.clock.monotonicMs());
    }
    this.clock.advance(targetMs - this.clock.monotonicMs());
    await this.settle();
  }

  /** Resolves when the CSMS has answered what it will, and what is under way on the bus has gone through the daemon. */
  async settle(): Promise<void> {
    await this.csms.answersSent();
    for (let round = 0; round < 2; round++) {
      await this.everest.client.call(this.everest.moduleId, "ocpp_generic", "get_variables", {
        requests: [],
      });
      await this.#vainDials.refused();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    const problems: string[] = [];
    for (const part of [this.everest, this.csms]) {
      await part.stop().catch((error: unknown) => problems.push(String(error)));
    }
    await Deno.remove(this.directory, { recursive: true });
    if (problems.length > 0) throw new Error(problems.join("\n"));
  }

  #platform(stopRequested: Promise<string>): Platform {
    const { clock } = this;
    const hear = this.console;
    const console = hear && consoleLog(clock, hear);
    const log = console ? bothLoggers(this.log, console) : this.log;
    return {
      clock,
      ids: systemIds,
      log,
      flushLog: () => console?.flush(),
      dialBroker: socketDialer(clock, 5000),
      host: {
        migrationFiles: () => Promise.resolve([]),
        parentProcessName: () => "manager",
      },
      dialectMemory: createDialectMemory(this.directory, log),
      dialCsms: () =>
        this.#vainDials.watch(createDial({
          clock,
          randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
          trust,
        })),
      trust: () => trust,
      secureCsms: () => createTlsConnector(trust, new AbandonedConnections({ clock })),
      logDisk: denoLogDisk,
      listenForInspection,
      listenForControl,
      serviceManager: {
        ready() {},
        status: (text) => void this.toldSystemd.push(text),
        watchdog() {},
        stopping() {},
        close() {},
      },
      watchdogLimitMs: this.watchdogLimitMs,
      unmapExecutablePages: () => Promise.resolve("unmapped"),
      moduleDirectory: SOURCES,
      stopRequested,
      exhausted: this.#exhausted.promise,
    };
  }
}

/** Starts broker, EVerest, CSMS and the daemon between them. Use with `await using`. */
export async function startStation(options: StationOptions = {}): Promise<StationUnderTest> {
  const station = await StationUnderTest.create(options);
  if (options.start !== false) station.start();
  return station;
}

/** What the daemon writes to stderr under systemd, line by line. */
function consoleLog(clock: FakeClock, hear: (line: string) => void): ConsoleLog {
  const decoder = new TextDecoder();
  const write = (line: Uint8Array) => hear(decoder.decode(line).trimEnd());
  return createConsoleLog({ clock, level: "info", format: "journal", scope: "ocpp201", write });
}

/** What EVerest's security module keeps: files, of which it tells the paths. */
async function installCertificates(directory: string): Promise<InstalledCertificates> {
  const { root, client } = await testPki();
  const file = async (name: string, text: string) => {
    const path = join(directory, name);
    await Deno.writeTextFile(path, text);
    return path;
  };
  return {
    csmsRoots: await file("csms-roots.pem", root.cert),
    clientCertificate: {
      chain: await file("station.pem", client.cert),
      key: await file("station.key", client.key),
    },
  };
}
