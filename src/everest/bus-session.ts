import type { Clock, Timer } from "../kernel/clock.ts";
import type { IdSource } from "../kernel/id-source.ts";
import type { Logger } from "../kernel/logger.ts";
import { CommandCalls } from "./command-calls.ts";
import { ConfigRequests } from "./config-requests.ts";
import {
  type BusSettings,
  decodeInterfaces,
  decodeModuleNames,
  decodeSettings,
  DEFAULT_SETTINGS,
  readConfigurationTraffic,
} from "./definitions.ts";
import type { DialectWatch } from "./dialect-watch.ts";
import { type BusHandlers, Dispatcher } from "./dispatcher.ts";
import type { Envelope } from "./envelope.ts";
import { BusErrors } from "./errors.ts";
import { ExternalMessages } from "./external-messages.ts";
import { ManagerConfig } from "./manager-config.ts";
import type { BusError } from "./module.ts";
import { DEFAULT_MQTT_OPTIONS, MqttClient, type ReceivedMessage } from "./mqtt/client.ts";
import { describeEnd } from "./mqtt/connection-end.ts";
import type { Subscription } from "./mqtt/packets.ts";
import type { Transport } from "./mqtt/transport.ts";
import { Outgoing } from "./outgoing.ts";
import { ProvidedCommands } from "./provided-commands.ts";
import { ReadyGate } from "./ready-gate.ts";
import { type BusTopic, type CommandTopic, Topics } from "./topics.ts";
import { VariableSubscriptions } from "./variable-subscriptions.ts";

/** Main of 2026-08 gives us 5 s for an orderly stop; a call to a stopped peer must not use them up. */
const CALL_TIMEOUT_WHEN_STOPPING_MS = 1000;
/** From the definitions of a manager that came up after us until it listens for our ready. */
const READY_AGAIN_MS = 1000;

/** Why the bus asks us to stop. */
export type StopRequest =
  /** `{p}shutdown`: exit with status 0 within about 4 s. */
  | { kind: "shutdown" }
  /** The manager starts all modules again and waits for our ready: exit, so that the supervisor starts us again. */
  | { kind: "managerRestarted" };

export interface SessionOptions {
  readonly moduleId: string;
  readonly everestPrefix: string;
  readonly externalPrefix: string;
}

export interface BusSessionDeps {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly dialect: DialectWatch;
}

/**
 * One connection to the bus with all its listeners and publishers; usable before the configuration is known.
 */
export class BusSession implements BusHandlers {
  readonly topics: Topics;
  readonly mqtt: MqttClient;
  readonly outgoing: Outgoing;
  readonly requests: ConfigRequests;
  readonly calls: CommandCalls;
  readonly provided: ProvidedCommands;
  readonly variables: VariableSubscriptions;
  readonly errors: BusErrors;
  readonly external: ExternalMessages;
  readonly config: ManagerConfig;
  readonly gate = new ReadyGate();
  readonly errorListeners: ((error: BusError) => void)[] = [];
  /** Resolves when all modules, ourselves included, are ready. */
  readonly allReady: Promise<void>;
  readonly stopRequested: Promise<StopRequest>;
  readonly closed: Promise<string>;

  settings: BusSettings = DEFAULT_SETTINGS;
  moduleNames: Readonly<Record<string, string>> = {};
  interfaces: readonly string[] = [];

  #phase: "starting" | "moduleReady" | "running" = "starting";
  #readyAgain: Timer | undefined;
  #refusal: string | undefined;
  readonly #settleAllReady: () => void;
  readonly #settleStop: (request: StopRequest) => void;

  constructor(
    transport: Transport,
    private readonly options: SessionOptions,
    private readonly deps: BusSessionDeps,
  ) {
    const { moduleId, everestPrefix, externalPrefix } = options;
    const { clock, ids, logger } = deps;
    ({ promise: this.allReady, resolve: this.#settleAllReady } = Promise.withResolvers<void>());
    ({ promise: this.stopRequested, resolve: this.#settleStop } = Promise.withResolvers<StopRequest>());
    const topics = this.topics = new Topics(everestPrefix);
    const dispatcher = new Dispatcher(topics, this, logger);
    this.mqtt = new MqttClient(transport, DEFAULT_MQTT_OPTIONS, {
      clock,
      logger: logger.child("mqtt"),
      onMessage: (message) => dispatcher.dispatch(message),
    });
    const outgoing = this.outgoing = new Outgoing(this.mqtt, logger);
    this.requests = new ConfigRequests(moduleId, { topics, outgoing, clock });
    this.calls = new CommandCalls({ moduleId, topics, outgoing, clock, ids, logger });
    this.provided = new ProvidedCommands({ topics, outgoing, clock, logger });
    this.variables = new VariableSubscriptions(this.mqtt, logger, (reason) => this.#refuse(reason));
    this.external = new ExternalMessages(this.mqtt, externalPrefix, logger);
    this.config = new ManagerConfig(this.requests);
    this.errors = new BusErrors({
      allMappings: async () => {
        const answer = await this.config.allMappings();
        return answer.kind === "value" ? answer.value : undefined;
      },
      deliver: (error) => this.#deliver(error),
    });
    this.closed = this.mqtt.closed.then((end) => {
      const reason = this.#refusal ?? describeEnd(end);
      this.#readyAgain?.cancel();
      deps.dialect.stop();
      this.calls.close(reason);
      this.requests.close();
      return reason;
    });
  }

  /** Everything that does not depend on our configuration, in one packet that travels together with CONNECT. */
  subscribe(): ReturnType<MqttClient["subscribe"]> {
    const { moduleId, everestPrefix } = this.options;
    const { topics } = this;
    const exactlyOnce = [
      topics.globalReady,
      topics.shutdown,
      topics.configResponse(moduleId),
      topics.command(moduleId, "+", "+"),
      topics.commandResult("+", "+", "+", moduleId),
      `${everestPrefix}modules/+/impl/+/error/#`,
    ];
    // Quality of service 0 avoids the handshakes: on a living connection nothing is lost.
    const definitions = ["settings", "interfaces", "module_names"] as const;
    const passive = [
      ...definitions.map((name) => topics.definition(name)),
      ...(this.deps.dialect.decided ? [] : this.trafficOfOthers()),
    ];
    return this.mqtt.subscribe([
      ...exactlyOnce.map((filter): Subscription => ({ filter, qos: 2 })),
      ...passive.map((filter): Subscription => ({ filter, qos: 0 })),
    ]);
  }

  /** Topics that we subscribe to only as long as the manager's dialect is unknown. */
  trafficOfOthers(): string[] {
    return [this.topics.configRequest, this.topics.metadata("+")];
  }

  /** Starts taking part in the bus; `mappings` come from our configuration. */
  open(mappings: Readonly<Record<string, unknown>>): void {
    this.provided.open();
    this.errors.start(mappings);
    this.#phase = "moduleReady";
    this.#publishReady();
  }

  configResponse(envelope: Envelope): string | undefined {
    return this.requests.onResponse(envelope);
  }

  globalReady(envelope: Envelope): string | undefined {
    // Before our own ready it is meant for the others; afterwards the manager repeats it whenever one of them restarts.
    if (this.#phase !== "moduleReady") return undefined;
    if (envelope.data !== true) return "is not true";
    this.#phase = "running";
    this.#readyAgain?.cancel();
    this.config.managerRuns();
    this.gate.open();
    this.#settleAllReady();
    return undefined;
  }

  variable(topic: string, envelope: Envelope): string | undefined {
    return this.variables.onVariable(topic, envelope);
  }

  command(topic: CommandTopic, envelope: Envelope): string | undefined {
    return this.provided.onCall(topic, envelope);
  }

  commandResult(envelope: Envelope): string | undefined {
    return this.calls.onResult(envelope);
  }

  error(envelope: Envelope): string | undefined {
    return this.errors.onError(envelope);
  }

  configurationTraffic(topic: BusTopic, message: ReceivedMessage): string | undefined {
    const traffic = readConfigurationTraffic(topic, message);
    if (typeof traffic === "string") return traffic;
    if (traffic.dialect) this.deps.dialect.observe(traffic.dialect, message.retain ? "retained" : "live");
    if (!traffic.definition) return undefined;
    const { name, data } = traffic.definition;
    if (name === "settings") this.settings = decodeSettings(data);
    if (name === "interfaces") this.interfaces = decodeInterfaces(data);
    if (name === "module_names") this.moduleNames = decodeModuleNames(data);
    if (name === "module_names" && !message.retain) this.#managerStarts();
    return undefined;
  }

  shutdown(): void {
    this.calls.capTimeouts(CALL_TIMEOUT_WHEN_STOPPING_MS);
    this.#settleStop({ kind: "shutdown" });
  }

  onExternal(message: ReceivedMessage): void {
    this.external.onMessage(message);
  }

  /** A manager started after us. It misses our ready when it was not listening yet. */
  #managerStarts(): void {
    if (this.#phase === "running") return this.#settleStop({ kind: "managerRestarted" });
    if (this.#phase === "starting") return;
    this.#readyAgain?.cancel();
    this.#readyAgain = this.deps.clock.setTimer(
      "everest.ready-again",
      READY_AGAIN_MS,
      () => this.#publishReady(),
    );
  }

  #publishReady(): void {
    this.outgoing.publish(this.topics.moduleReady(this.options.moduleId), "ModuleReady", true);
  }

  #deliver(error: BusError): void {
    for (const listener of this.errorListeners) {
      try {
        listener(error);
      } catch (failure) {
        // A bug of one listener must not keep the error from the others.
        this.deps.logger.error("handling an error on the bus failed", { type: error.type, error: failure });
      }
    }
  }

  #refuse(reason: string): void {
    this.#refusal = reason;
    this.mqtt.abort();
  }
}
