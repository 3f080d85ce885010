import type { Interface } from "../../../src/everest/interfaces/interface.ts";
import type { BootReason } from "../../../src/everest/interfaces/types/system.ts";
import { INTERFACES_OF_MANIFEST, MANIFEST_DEFAULTS } from "../../../src/everest/own-manifest.ts";
import type { BrokerAddress } from "../../../src/everest/mqtt/dial.ts";
import type { Clock } from "../../../src/kernel/clock.ts";
import type { IdSource } from "../../../src/kernel/id-source.ts";
import { createSystemClock } from "../../../src/host/system-clock.ts";
import { systemIds } from "../../../src/host/system-ids.ts";
import {
  type FakeConnection,
  type FakeManager,
  type ManagerOptions,
  type ParameterValue,
  startManager,
} from "../everest-manager.ts";
import { type BusClient, connectBusClient } from "../mqtt/bus-client.ts";
import { startBroker } from "../mqtt/embedded-broker.ts";
import { INTERFACES } from "./interfaces.ts";
import { ENERGY_SINK_IMPLEMENTATION, energySinkOf, SimulatedEnergySinks } from "./simulated-energy-sinks.ts";
import { SimulatedDisplay } from "./simulated-display.ts";
import { SimulatedAuth } from "./simulated-auth.ts";
import { SimulatedEvse, type SimulatedEvseOptions } from "./simulated-evse.ts";
import { ISO15118_PLACE, SimulatedIso15118 } from "./simulated-iso15118.ts";
import { type InstalledCertificates, SimulatedSecurity } from "./simulated-security.ts";
import { RESERVATION_PLACE, SimulatedReservation } from "./simulated-reservation.ts";
import { SimulatedSystem } from "./simulated-system.ts";
import { TrafficRecord } from "./traffic-record.ts";

export interface EverestOptions {
  /** Number of EVSEs; default 2. */
  readonly evses?: number;
  /** A broker that runs already; absent: an embedded one is started, on TCP and on a unix socket. */
  readonly broker?: BrokerAddress;
  /** Everything EVerest's own time hangs on; default the real clock. */
  readonly clock?: Clock;
  readonly ids?: IdSource;
  /** `!module` parameters of the module under test, over the manifest's defaults. */
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  readonly evse?: Partial<SimulatedEvseOptions>;
  readonly bootReason?: BootReason;
  readonly certificates?: InstalledCertificates;
  /** Whether an ISO 15118 stack is connected, as that of EVSE 1 or without saying whose it is; default absent. */
  readonly iso15118?: Iso15118Wiring;
  /** How the manager starts us; default promptly. */
  readonly manager?: Pick<ManagerOptions, "answer" | "globalReady" | "settings">;
  /** Default by themselves at the global ready; "manual" waits for `evse.start()`. */
  readonly evsesStart?: "byThemselves" | "manual";
  /** By requirement, over those of a complete station: others, or none at all. */
  readonly connections?: Readonly<Record<string, readonly FakeConnection[]>>;
  /** By module id, over those of a complete station. */
  readonly mappings?: Readonly<Record<string, unknown>>;
  /** By module id, over those of a complete station. */
  readonly moduleNames?: Readonly<Record<string, string>>;
  /** Default `everest/`. */
  readonly prefix?: string;
  /** Default `ocpp`. */
  readonly moduleId?: string;
  readonly dialect?: "old" | "new";
  /** What EVerest's other modules are configured with, and what of it the module under test may see and change. */
  readonly configuration?: ManagerOptions["configuration"];
}

export type Iso15118Wiring = "connected" | "unmapped" | "absent";

const EVSE_DEFAULTS: SimulatedEvseOptions = {
  evAmperes: 16,
  chargeDelayMs: 100,
  stopDelayMs: 20,
  meterIntervalMs: 1000,
  meterSigns: "nothing",
  enumLists: "numbers",
  pauses: "inTransaction",
  connectors: [{ id: 1, type: "cType2" }],
  unlockable: "unlockable",
};

/** By implementation of the module under test. */
const IMPLEMENTATIONS: ReadonlyMap<string, Interface> = new Map(
  Object.entries(INTERFACES_OF_MANIFEST.provided).map(([implementation, name]) => [
    implementation,
    INTERFACES.find((declared) => declared.name === name) ?? fail(`no interface ${name}`),
  ]),
);

/**
 * EVerest without hardware: broker, manager and every module that ours talks to, over the real bus protocol.
 *
 * ```ts
 * const everest = await startEverest({ evses: 2, parameters: { CoreDatabasePath: directory } });
 * // start the module under test with everest.address, everest.prefix and everest.moduleId
 * const evse = everest.evse(1);
 * await evse.plugIn();
 * await everest.auth.swipe("RFID0001");
 * await everest.stop();                          // throws when anybody broke an interface
 * ```
 */
export class EverestSimulation {
  private constructor(
    readonly address: BrokerAddress,
    readonly prefix: string,
    readonly moduleId: string,
    /** For whatever the simulation does not play. */
    readonly client: BusClient,
    readonly manager: FakeManager,
    readonly evses: readonly SimulatedEvse[],
    readonly auth: SimulatedAuth,
    readonly reservation: SimulatedReservation,
    readonly system: SimulatedSystem,
    readonly security: SimulatedSecurity,
    readonly sinks: SimulatedEnergySinks,
    /** Speaks to the module under test unless `iso15118` is absent. */
    readonly iso15118: SimulatedIso15118,
    /** Speaks to the module under test only with the connections of `WITH_DISPLAY`. */
    readonly display: SimulatedDisplay,
    /** What the module under test did, and what of it was illegal. */
    readonly record: TrafficRecord,
    private readonly stops: readonly (() => Promise<void> | void)[],
  ) {}

  static async start(options: EverestOptions): Promise<EverestSimulation> {
    const { prefix = "everest/", moduleId = "ocpp", evses: count = 2 } = options;
    const stops: (() => Promise<void> | void)[] = [];
    const address = options.broker ?? await ownBroker(stops);
    const client = await connectBusClient(address, prefix);
    stops.push(() => client.close());
    const record = new TrafficRecord(moduleId);
    const bus = { client, record };
    const clock = options.clock ?? createSystemClock();
    const ids = options.ids ?? systemIds;
    const enumLists = options.dialect === "new" ? "names" : "numbers";
    const evseOptions = { ...EVSE_DEFAULTS, enumLists, ...options.evse } as const;
    const evses = Array.from(
      { length: count },
      (_, index) => new SimulatedEvse(bus, clock, ids, index + 1, evseOptions),
    );
    const reservation = new SimulatedReservation(bus, clock, evses);
    const auth = new SimulatedAuth(bus, clock, evses, reservation);
    const system = new SimulatedSystem(bus, options.bootReason ?? "PowerUp");
    const security = new SimulatedSecurity(bus, options.certificates ?? {});
    const sinks = new SimulatedEnergySinks(bus, count);
    const iso15118 = new SimulatedIso15118(bus);
    const display = new SimulatedDisplay(bus);
    stops.push(
      watchPublications(client, record),
      client.on("ready", () => {
        const evsesNow = options.evsesStart === "manual" ? [] : evses;
        for (const part of [...evsesNow, reservation]) void part.start();
      }),
      () => {
        for (const part of [...evses, auth, reservation, system, security, sinks, iso15118, display]) {
          part.stop();
        }
      },
    );
    const wired = wiring(moduleId, count, options.iso15118 ?? "absent");
    const manager = await startManager(client, {
      moduleId,
      moduleName: "OCPP201",
      // The manager completes a configuration with the manifest's defaults.
      parameters: { ...MANIFEST_DEFAULTS, ...options.parameters },
      ...wired,
      connections: { ...wired.connections, ...options.connections },
      mappings: { ...wired.mappings, ...options.mappings },
      moduleNames: { ...wired.moduleNames, ...options.moduleNames },
      ...options.manager,
      ...(options.dialect ? { dialect: options.dialect } : {}),
      ...(options.configuration ? { configuration: options.configuration } : {}),
    });
    stops.push(() => manager.stop());
    return new EverestSimulation(
      ...[
        address,
        prefix,
        moduleId,
        client,
        manager,
        evses,
        auth,
        reservation,
        system,
        security,
        sinks,
        iso15118,
        display,
        record,
        stops,
      ] as const,
    );
  }

  /** EVSE `id`, from 1. */
  evse(id: number): SimulatedEvse {
    const evse = this.evses[id - 1];
    if (!evse) throw new Error(`the simulation has ${this.evses.length} EVSEs`);
    return evse;
  }

  /**
   * A power cut: every module is gone at once. The module under test is killed by the caller, before; it is started
   * again after this resolves, and the EVSEs then resume what they remember, as after a real one.
   */
  async powerCut(): Promise<void> {
    for (const evse of this.evses) evse.powerOff();
    this.auth.powerOff();
    this.reservation.powerOff();
    this.display.powerOff();
    await this.manager.publishDefinitions();
  }

  /** Leaves the bus. Throws when the module under test, or the simulation, broke an interface. */
  async stop(): Promise<void> {
    await this.client.settled();
    for (const stop of this.stops.toReversed()) await stop();
    const violations = [...this.record.violations, ...this.manager.violations];
    if (violations.length > 0) throw new Error(`illegal on the bus:\n${violations.join("\n")}`);
  }
}

/** See `EverestSimulation`. */
export function startEverest(options: EverestOptions = {}): Promise<EverestSimulation> {
  return EverestSimulation.start(options);
}

async function ownBroker(stops: (() => Promise<void> | void)[]): Promise<BrokerAddress> {
  const directory = await Deno.makeTempDir({ prefix: "everest-" });
  const path = `${directory}/broker.sock`;
  const broker = await startBroker({ unixPath: path });
  stops.push(async () => {
    await broker.close();
    await Deno.remove(directory, { recursive: true });
  });
  return { kind: "unix", path };
}

/** Module names, connections and mappings as in EVerest's own software-in-the-loop configuration. */
function wiring(moduleId: string, count: number, iso15118: Iso15118Wiring) {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const at = (moduleId: string, implementationId: string) => ({ moduleId, implementationId });
  const sinks = [0, ...numbers].map((evse) => ({ evse, moduleId: energySinkOf(evse) }));
  const tier = (evse: number) => ({ module: { evse } });
  return {
    moduleNames: {
      auth: "Auth",
      system: "System",
      ...(iso15118 === "absent" ? {} : { [ISO15118_PLACE.moduleId]: "EvseV2G" }),
      evse_security: "EvseSecurity",
      ...Object.fromEntries(numbers.map((evse) => [`evse_manager_${evse}`, "EvseManager"])),
      ...Object.fromEntries(numbers.map((evse) => [`yeti_driver_${evse}`, "YetiSimulator"])),
      ...Object.fromEntries(sinks.map(({ moduleId }) => [moduleId, "EnergyNode"])),
    },
    connections: {
      evse_manager: numbers.map((evse) => at(`evse_manager_${evse}`, "evse")),
      auth: [at("auth", "main")],
      reservation: [at(RESERVATION_PLACE.moduleId, RESERVATION_PLACE.implementationId)],
      system: [at("system", "main")],
      security: [at("evse_security", "main")],
      ...(iso15118 === "absent"
        ? {}
        : { extensions_15118: [at(ISO15118_PLACE.moduleId, ISO15118_PLACE.implementationId)] }),
      evse_energy_sink: sinks.map(({ moduleId }) => at(moduleId, ENERGY_SINK_IMPLEMENTATION)),
    },
    mappings: {
      auth: null,
      system: null,
      evse_security: null,
      ...(iso15118 === "absent"
        ? {}
        : { [ISO15118_PLACE.moduleId]: iso15118 === "connected" ? tier(1) : null }),
      [moduleId]: null,
      ...Object.fromEntries(numbers.map((evse) => [`evse_manager_${evse}`, tier(evse)])),
      ...Object.fromEntries(sinks.map(({ evse, moduleId }) => [moduleId, tier(evse)])),
    },
  };
}

function watchPublications(client: BusClient, record: TrafficRecord): () => void {
  return client.on(`modules/${record.moduleId}/impl/+/var/+`, ({ topic, json }) => {
    const [implementationId = "", , variable = ""] = topic.split("/impl/")[1]?.split("/") ?? [];
    const value = (json as { data?: { data?: unknown } } | undefined)?.data?.data;
    record.publishedBy({ implementationId, variable, value }, IMPLEMENTATIONS.get(implementationId));
  });
}

function fail(reason: string): never {
  throw new Error(reason);
}
