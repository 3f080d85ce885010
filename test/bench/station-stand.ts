import type { BrokerAddress } from "../../src/everest/mqtt/dial.ts";
import { type Csms, startCsms } from "../fakes/csms/csms.ts";
import { startMosquitto } from "../fakes/mqtt/mosquitto.ts";
import { ModuleProcess } from "../fakes/process/module-process.ts";
import { createStationFiles, type StationFiles } from "../fakes/process/station-files.ts";
import { variablesFor } from "../fakes/process/workbench.ts";
import { CREDENTIALS } from "../fakes/station-credentials.ts";
import { EverestChild } from "./everest-child.ts";
import { lastLines } from "./bench-stand.ts";
import { preciseNow } from "./statistics.ts";

/** How the module reaches the broker. A stock mosquitto on TCP waits up to 40 ms with the second small packet. */
export type Bus = "unix" | "tcp";

const GUARD_MS = 60_000;
const EVSES = 2;
const SEAT = { moduleId: "ocpp", prefix: "everest/" } as const;

/**
 * A module as it stands in a station: a stock mosquitto, EVerest's other modules in one process, and this process, which
 * is the CSMS and nothing else. Any executable of an EVerest module OCPP201 may take the seat.
 */
export class StationStand implements AsyncDisposable {
  #process: ModuleProcess | undefined;

  private constructor(
    private readonly command: readonly string[],
    private readonly files: StationFiles,
    readonly csms: Csms,
    readonly everest: EverestChild,
    private readonly address: BrokerAddress,
    /** Of the broker, on TCP. */
    readonly brokerPort: number,
    private readonly stopBroker: () => Promise<void>,
  ) {}

  static async open(command: readonly string[], bus: Bus): Promise<StationStand> {
    const mosquitto = await startMosquitto();
    if (mosquitto.kind === "absent") throw new Error(mosquitto.reason);
    const csms = await startCsms({ basicAuth: CREDENTIALS, now: preciseNow, guardMs: GUARD_MS });
    const files = await createStationFiles(variablesFor(csms.url));
    const everest = await EverestChild.start({
      broker: { kind: "unix", path: mosquitto.unixPath },
      parameters: files.parameters,
    });
    const address: BrokerAddress = bus === "unix"
      ? { kind: "unix", path: mosquitto.unixPath }
      : tcp(mosquitto.port);
    return new StationStand(command, files, csms, everest, address, mosquitto.port, () => mosquitto.stop());
  }

  get pid(): number {
    if (!this.#process) throw new Error("the module does not run");
    return this.#process.pid;
  }

  /** Starts the module together with EVerest's others. Resolves with milliseconds until BootNotification was there. */
  async boot(brokerPort?: number): Promise<number> {
    await this.kill();
    await this.everest.tell("restart");
    lastLines.splice(0);
    const startMs = preciseNow();
    this.#process = new ModuleProcess({
      command: this.command,
      prefix: this.files.directory,
      seat: { ...SEAT, address: brokerPort === undefined ? this.address : tcp(brokerPort) },
      onLine: (line) => {
        lastLines.push(line);
        if (lastLines.length > 30) lastLines.shift();
      },
    });
    await this.csms.expect("BootNotification");
    const tookMs = preciseNow() - startMs;
    for (let evse = 0; evse < EVSES; evse++) await this.csms.expect("StatusNotification");
    return tookMs;
  }

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
    await this.files.remove();
  }
}

function tcp(port: number): BrokerAddress {
  return { kind: "tcp", host: "127.0.0.1", port };
}
