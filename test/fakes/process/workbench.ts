import { join } from "node:path";
import type { BrokerAddress } from "../../../src/everest/mqtt/dial.ts";
import { type Overrides, writeComponentConfig } from "../component-config.ts";
import { type Csms, type CsmsOptions, startCsms } from "../csms/csms.ts";
import { type EverestOptions, type EverestSimulation, startEverest } from "../everest/start-everest.ts";
import { startBroker } from "../mqtt/embedded-broker.ts";
import { type RunningMosquitto, startMosquitto } from "../mqtt/mosquitto.ts";
import { ModuleProcess } from "./module-process.ts";

export interface WorkbenchOptions {
  /** The program under test with its own arguments, e.g. the built executable. */
  readonly command: readonly string[];
  /** A real mosquitto (it must be installed) or the embedded broker. */
  readonly broker: "mosquitto-tcp" | "mosquitto-unix" | "embedded";
  /** Further lines of mosquitto's configuration. */
  readonly mosquitto?: readonly string[];
  readonly variables?: Overrides;
  readonly everest?: EverestOptions;
  readonly csms?: CsmsOptions;
  /** Gets every line that the module writes to stderr. */
  readonly onLine?: (line: string) => void;
}

export const IDENTITY = "CS-0001";
const PASSWORD = "a-long-enough-password";

/** The module as a process of its own between a simulated EVerest and a WebSocket CSMS, all in real time. */
export class Workbench implements AsyncDisposable {
  #process: ModuleProcess | undefined;

  private constructor(
    private readonly options: WorkbenchOptions,
    readonly directory: string,
    readonly csms: Csms,
    readonly everest: EverestSimulation,
    private readonly stopBroker: () => Promise<void>,
  ) {}

  static async open(options: WorkbenchOptions): Promise<Workbench> {
    const directory = await Deno.makeTempDir({ prefix: "workbench-" });
    const csms = await startCsms({ basicAuth: { username: IDENTITY, password: PASSWORD }, ...options.csms });
    const configDirectory = join(directory, "component_config");
    await writeComponentConfig(configDirectory, {
      "InternalCtrlr.NetworkConnectionProfiles": JSON.stringify([{
        configurationSlot: 1,
        connectionData: {
          ocppCsmsUrl: csms.url,
          ocppInterface: "Wired0",
          ocppTransport: "JSON",
          ocppVersion: "OCPP20",
          messageTimeout: 30,
          securityProfile: 1,
        },
      }]),
      "SecurityCtrlr.Identity": IDENTITY,
      "SecurityCtrlr.BasicAuthPassword": PASSWORD,
      "OCPPCommCtrlr.RetryBackOffWaitMinimum": 1,
      "OCPPCommCtrlr.RetryBackOffRandomRange": 0,
      "OCPPCommCtrlr.RetryBackOffRepeatTimes": 0,
      ...options.variables,
    });
    const { address, stop } = await broker(options);
    const everest = await startEverest({
      broker: address,
      ...options.everest,
      parameters: {
        MessageLogPath: join(directory, "logs"),
        CoreDatabasePath: directory,
        DeviceModelDatabasePath: join(directory, "device_model.db"),
        DeviceModelConfigPath: configDirectory,
        ...options.everest?.parameters,
      },
    });
    return new Workbench(options, directory, csms, everest, stop);
  }

  /** Starts the module; ends one that still runs. */
  async start(): Promise<ModuleProcess> {
    await this.kill();
    this.#process = new ModuleProcess({
      command: this.options.command,
      prefix: this.directory,
      moduleId: this.everest.moduleId,
      broker: this.everest.address,
      // The simulated manager speaks as in 2025.12; nothing on this machine tells that to the module.
      environment: { EVEREST_BUS_DIALECT: "2025.12" },
      ...(this.options.onLine ? { onLine: this.options.onLine } : {}),
    });
    return this.#process;
  }

  /** `kill -9`; nothing when the module does not run. */
  async kill(): Promise<void> {
    const process = this.#process;
    this.#process = undefined;
    await process?.end("SIGKILL");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await this.everest.stop();
    await this.csms.stop();
    await this.stopBroker();
    await Deno.remove(this.directory, { recursive: true });
  }
}

async function broker(
  options: WorkbenchOptions,
): Promise<{ address: BrokerAddress; stop: () => Promise<void> }> {
  if (options.broker === "embedded") {
    const path = join(await Deno.makeTempDir({ prefix: "broker-" }), "broker.sock");
    const embedded = await startBroker({ unixPath: path });
    return { address: { kind: "unix", path }, stop: () => embedded.close() };
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
