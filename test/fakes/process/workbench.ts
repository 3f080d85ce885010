import type { BrokerAddress } from "../../../src/everest/mqtt/dial.ts";
import type { Overrides } from "../component-config.ts";
import { type Csms, type CsmsOptions, startCsms } from "../csms/csms.ts";
import { type EverestOptions, type EverestSimulation, startEverest } from "../everest/start-everest.ts";
import { startBroker } from "../mqtt/embedded-broker.ts";
import { type RunningMosquitto, startMosquitto } from "../mqtt/mosquitto.ts";
import { CREDENTIALS, IDENTITY, PASSWORD } from "../station-credentials.ts";
import { ModuleProcess } from "./module-process.ts";
import { createStationFiles, networkProfile, type StationFiles } from "./station-files.ts";

export interface WorkbenchOptions {
  /** The program under test with its own arguments, e.g. the built executable; default the sources. */
  readonly command?: readonly string[];
  /** A real mosquitto (it must be installed) or the embedded broker. */
  readonly broker: "mosquitto-tcp" | "mosquitto-unix" | "embedded";
  /** Further lines of mosquitto's configuration. */
  readonly mosquitto?: readonly string[];
  readonly variables?: Overrides;
  /** Of the network connection profile; default 30. */
  readonly messageTimeoutSeconds?: number;
  readonly everest?: EverestOptions;
  readonly csms?: CsmsOptions;
  /** Variables of the module's environment, beside those that the test has. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Gets every line that the module writes to stderr. */
  readonly onLine?: (line: string) => void;
}

/** What a station must be configured with to find the CSMS at this address, and to try again at once. */
export function variablesFor(csmsUrl: string, messageTimeoutSeconds?: number): Overrides {
  return {
    "InternalCtrlr.NetworkConnectionProfiles": networkProfile(csmsUrl, 1, messageTimeoutSeconds),
    "SecurityCtrlr.Identity": IDENTITY,
    "SecurityCtrlr.BasicAuthPassword": PASSWORD,
    "OCPPCommCtrlr.RetryBackOffWaitMinimum": 1,
    "OCPPCommCtrlr.RetryBackOffRandomRange": 0,
    "OCPPCommCtrlr.RetryBackOffRepeatTimes": 0,
  };
}

/** The module as a process of its own between a simulated EVerest and a WebSocket CSMS, all in real time. */
export class Workbench implements AsyncDisposable {
  #process: ModuleProcess | undefined;

  private constructor(
    private readonly options: WorkbenchOptions,
    readonly files: StationFiles,
    readonly csms: Csms,
    readonly everest: EverestSimulation,
    private readonly stopBroker: () => Promise<void>,
  ) {}

  static async open(options: WorkbenchOptions): Promise<Workbench> {
    const csms = await startCsms({ basicAuth: CREDENTIALS, ...options.csms });
    const files = await createStationFiles({
      ...variablesFor(csms.url, options.messageTimeoutSeconds),
      ...options.variables,
    });
    const { address, stop } = await broker(options);
    const everest = await startEverest({
      broker: address,
      ...options.everest,
      parameters: { ...files.parameters, ...options.everest?.parameters },
    });
    return new Workbench(options, files, csms, everest, stop);
  }

  /** Starts the module; ends one that still runs. */
  async start(): Promise<ModuleProcess> {
    await this.kill();
    const { command, environment, onLine } = this.options;
    this.#process = new ModuleProcess({
      prefix: this.files.directory,
      seat: this.everest,
      ...(command && { command }),
      ...(environment && { environment }),
      ...(onLine && { onLine }),
    });
    return this.#process;
  }

  /** `kill -9`, before anything else happens; nothing when the module does not run. */
  async kill(): Promise<void> {
    const process = this.#process;
    this.#process = undefined;
    await process?.end("SIGKILL");
  }

  /** SIGTERM; resolves with how the module ended. */
  async terminate(): Promise<Deno.CommandStatus> {
    const process = this.#process;
    if (!process) throw new Error("the module does not run");
    this.#process = undefined;
    return await process.end("SIGTERM");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await this.everest.stop();
    await this.csms.stop();
    await this.stopBroker();
    await this.files.remove();
  }
}

async function broker(
  options: WorkbenchOptions,
): Promise<{ address: BrokerAddress; stop: () => Promise<void> }> {
  if (options.broker === "embedded") {
    const embedded = await startBroker();
    return { address: { kind: "tcp", host: "127.0.0.1", port: embedded.port }, stop: () => embedded.close() };
  }
  const mosquitto = await startMosquitto(options.mosquitto);
  if (mosquitto.kind === "absent") throw new Error(mosquitto.reason);
  return { address: addressOf(mosquitto, options.broker), stop: () => mosquitto.stop() };
}

function addressOf(mosquitto: RunningMosquitto, kind: "mosquitto-tcp" | "mosquitto-unix"): BrokerAddress {
  return kind === "mosquitto-unix"
    ? { kind: "unix", path: mosquitto.unixPath }
    : { kind: "tcp", host: "127.0.0.1", port: mosquitto.port };
}
