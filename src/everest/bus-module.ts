import type { JsonValue } from "../kernel/json.ts";
import type { Logger } from "../kernel/logger.ts";
import type { BusDialect } from "./bus-dialect.ts";
import type { BusSession, StopRequest } from "./bus-session.ts";
import { DEFAULT_CALL_TIMEOUT_MS } from "./command-calls.ts";
import type { BusSettings } from "./definitions.ts";
import type { ModuleSetup } from "./module-parameters.ts";
import type {
  BusError,
  CallOutcome,
  CommandHandler,
  ConfigService,
  Connection,
  EverestModule,
  ExternalMqtt,
} from "./module.ts";
import type { ErrorToRaise, OwnErrors } from "./own-errors.ts";
import { toWireJson } from "./wire-json.ts";

/** Our module on the bus, and what the bus tells about itself. */
export interface ConnectedModule extends EverestModule {
  /** Our type in the configuration, e.g. `OCPP201`. */
  readonly moduleName: string;
  /** The first EVerest that names its configuration messages as this one does. */
  readonly dialect: BusDialect;
  /** Defaults when the manager had cleared them before we connected. */
  readonly settings: BusSettings;
  /** Module id -> module name of the whole configuration; empty when cleared before we connected. */
  readonly moduleNames: Readonly<Record<string, string>>;
  /** Interfaces that some module provides; empty when cleared before we connected. */
  readonly interfaces: readonly string[];
  /** Resolves when the bus asks us to stop. From then on calls time out after at most a second. */
  readonly stopRequested: Promise<StopRequest>;
  raiseError(error: ErrorToRaise): void;
  clearError(implementationId: string, type: string, subType?: string): void;
}

export class BusModule implements ConnectedModule {
  readonly parameters: Readonly<Record<string, boolean | number | string>>;
  readonly moduleName: string;
  readonly config: ConfigService;
  readonly external: ExternalMqtt;
  readonly stopRequested: Promise<StopRequest>;
  readonly closed: Promise<string>;

  constructor(
    readonly moduleId: string,
    readonly dialect: BusDialect,
    private readonly session: BusSession,
    private readonly configuration: ModuleSetup,
    private readonly ownErrors: OwnErrors,
    private readonly logger: Logger,
  ) {
    this.parameters = configuration.parameters;
    this.moduleName = configuration.moduleName;
    this.config = session.config;
    this.external = session.external;
    this.stopRequested = session.stopRequested;
    this.closed = session.closed;
  }

  get settings(): BusSettings {
    return this.session.settings;
  }
  get moduleNames(): Readonly<Record<string, string>> {
    return this.session.moduleNames;
  }
  get interfaces(): readonly string[] {
    return this.session.interfaces;
  }

  connections(requirement: string): readonly Connection[] {
    return this.configuration.connections.get(requirement) ?? [];
  }

  provide(implementationId: string, command: string, handler: CommandHandler): void {
    this.session.provided.provide(implementationId, command, handler);
  }

  call(
    target: Connection,
    command: string,
    args: Readonly<Record<string, JsonValue>>,
    timeoutMs = DEFAULT_CALL_TIMEOUT_MS,
  ): Promise<CallOutcome> {
    return new Promise((resolve) => {
      const passed = this.session.gate.pass(() =>
        void this.session.calls.call(target, command, args, timeoutMs).then(resolve)
      );
      if (passed !== "overflow") return;
      resolve({ kind: "error", type: "NotReady", message: "too many calls before every module is ready" });
    });
  }

  publish(implementationId: string, variable: string, value: JsonValue): void {
    const { topics, outgoing, gate } = this.session;
    const topic = topics.variable(this.moduleId, implementationId, variable);
    const checked = toWireJson(value);
    if (checked.kind === "unpublishable") {
      return this.logger.error("a variable is not published: its value is wrong", {
        topic,
        reason: checked.reason,
      });
    }
    const passed = gate.pass(() => void outgoing.publish(topic, "Var", { data: checked.value }));
    if (passed === "overflow") {
      this.logger.error("a variable is not published: too many wait for the other modules", { topic });
    }
  }

  subscribe(target: Connection, variable: string, listener: (value: unknown) => void): void {
    const { topics, variables } = this.session;
    variables.add(topics.variable(target.moduleId, target.implementationId, variable), listener);
  }

  onError(listener: (error: BusError) => void): void {
    this.session.errorListeners.push(listener);
  }

  raiseError(error: ErrorToRaise): void {
    this.ownErrors.raise(error);
  }

  clearError(implementationId: string, type: string, subType = ""): void {
    this.ownErrors.clear(implementationId, type, subType);
  }

  async start(): Promise<void> {
    await this.session.variables.acknowledged();
    this.session.open(this.configuration.mappings);
    await this.session.allReady;
  }

  async close(): Promise<void> {
    await this.session.mqtt.close();
  }
}
