import {
  type ConfigurationServiceOptions,
  FakeConfigurationService,
  type ParameterIdentifier,
  type ServiceAnswer,
} from "./everest-configuration-service.ts";
import type { BusClient, BusMessage } from "./mqtt/bus-client.ts";

export type ParameterValue = boolean | number | string;

export interface FakeParameter {
  readonly name: string;
  readonly value: ParameterValue;
  readonly characteristics: {
    readonly datatype: "string" | "number" | "integer" | "bool";
    readonly mutability: "ReadOnly" | "ReadWrite" | "WriteOnly";
    readonly unit?: string;
  };
}

export interface FakeConnection {
  readonly moduleId: string;
  readonly implementationId: string;
}

/** Answer to a `Set`: outer status, inner status. Return undefined to stay silent. */
export type SetAnswer = { status: string; info?: string; inner: string } | undefined;
export interface SetRequest {
  readonly moduleId: string;
  readonly implementationId: string | undefined;
  readonly parameter: string;
  readonly value: string;
}

export interface ManagerOptions {
  readonly moduleId: string;
  readonly moduleName: string;
  /** `!module` parameters of the module under test. */
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  /** Requirement id -> connections in slot order. */
  readonly connections?: Readonly<Record<string, readonly FakeConnection[]>>;
  /** Module id -> tier mapping, e.g. `{evse_manager_1: {module: {evse: 1}}}`, or null. */
  readonly mappings?: Readonly<Record<string, unknown>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly access?: unknown;
  /** Module id -> module name; the module under test is added. */
  readonly moduleNames?: Readonly<Record<string, string>>;
  /** Other modules' parameters for `All`/`Value`: module id -> implementation id (`!module`) -> parameters. */
  readonly otherParameters?: Readonly<Record<string, Readonly<Record<string, readonly FakeParameter[]>>>>;
  /** "absent" plays a manager that is ready already and has cleared them. */
  readonly definitions?: "publish" | "absent";
  /** Which request for the module configuration is answered; "late" waits for `answerNow()`. */
  readonly answer?: "first" | "second" | "late" | "never";
  /** "held": the other modules take their time, until `allReady`. */
  readonly globalReady?: "follows" | "held";
  /** Names of the configuration messages: "old" up to 2026.02, "new" from main of 2026-08. */
  readonly dialect?: "old" | "new";
  readonly onSet?: (request: SetRequest) => SetAnswer | Promise<SetAnswer>;
  /** The real rules for `All`, `AllMappings`, `Value` and `Set` instead of `otherParameters` and `onSet`. */
  readonly configuration?: Pick<ConfigurationServiceOptions, "modules" | "access" | "onSet">;
}

/** How the configuration service is today. */
export type ServiceMood =
  | "answers"
  | "silent"
  /** Answers wait for `answerNow()`. */
  | "late"
  /** Answers come, but say something else. */
  | "garbage"
  /** As when an exception is thrown inside: an error without type. */
  | "failing";

const DIALECTS = {
  old: { request: "GetConfig", response: "GetConfigResponse" },
  new: { request: "ConfigurationRequest", response: "ConfigurationResponse" },
} as const;

const DEFAULT_SETTINGS = {
  data_dir: "/opt/ev/share/everest",
  etc_dir: "/opt/ev/etc/everest",
  forward_exceptions: false,
  modules_dir: "/opt/ev/libexec/everest/modules",
  prefix: "/opt/ev",
  telemetry_enabled: false,
  telemetry_prefix: "everest-telemetry/",
  validate_schema: false,
};

/** EVerest's manager as far as one module can see it. */
export class FakeManager {
  /** Resolves when the module has published ModuleReady; the global ready follows by itself. */
  readonly moduleReady: Promise<void>;
  /** Every configuration request, oldest first, as parsed JSON. */
  readonly requests: unknown[] = [];
  /** What would have killed a real manager: message types it does not know. */
  readonly violations: string[] = [];
  readonly #names: { readonly request: string; readonly response: string };
  readonly #stops: (() => void)[] = [];
  /** Undefined unless `configuration` is given. */
  readonly configuration: FakeConfigurationService | undefined;
  mood: ServiceMood = "answers";
  #moduleRequests = 0;
  #held: (() => void)[] = [];
  #released = false;

  private constructor(private readonly client: BusClient, private readonly options: ManagerOptions) {
    const { dialect = "old", configuration, moduleId, mappings = {} } = options;
    this.#names = DIALECTS[dialect];
    this.configuration = configuration && new FakeConfigurationService({
      ...configuration,
      modules: { ...configuration.modules, [moduleId]: { "!module": this.#ownParameters() } },
      ownModuleId: moduleId,
      mappings,
      dialect,
    });
    this.#stops.push(client.on("config/request", (message) => void this.#onRequest(message)));
    this.moduleReady = new Promise((resolve) => {
      this.#stops.push(
        client.on(`modules/${options.moduleId}/ready`, (message) => {
          if (record(message.json)?.data !== true) return;
          resolve();
          if (options.globalReady !== "held") void this.allReady();
        }),
      );
    });
  }

  static async start(client: BusClient, options: ManagerOptions): Promise<FakeManager> {
    const manager = new FakeManager(client, options);
    if (options.definitions !== "absent") await manager.publishDefinitions();
    return manager;
  }

  /** Settings, module names and interface names, retained as the manager does before it spawns modules. */
  async publishDefinitions(): Promise<void> {
    for (const [topic, data] of Object.entries(this.#definitions())) {
      await this.#publish(topic, data, this.#names.response, true);
    }
  }

  /** Answers the requests held back by `answer: "late"`, and every later one. */
  answerNow(): void {
    this.#released = true;
    if (this.mood === "late") this.mood = "answers";
    for (const answer of this.#held.splice(0)) answer();
  }

  /** The manager repeats the global ready whenever a module gets ready again. */
  publishGlobalReady(): Promise<void> {
    return this.#publish("ready", true, "GlobalReady", false);
  }

  /** Main of 2026-08 with `--graceful-shutdown`: the bare JSON literal, no envelope. */
  publishShutdown(payload = "true"): Promise<void> {
    return this.client.publishRaw(`${this.client.prefix}shutdown`, payload);
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  /** Every module is ready: clears the definitions and says so. By itself after the module's own ready, unless held. */
  async allReady(): Promise<void> {
    if (this.options.definitions !== "absent") {
      for (const topic of Object.keys(this.#definitions())) {
        const clear = { qos: 0, retain: true } as const;
        await this.client.publishRaw(this.client.prefix + topic, "", clear);
        await this.client.publishRaw(this.client.prefix + topic, "", clear);
      }
    }
    await this.publishGlobalReady();
  }

  #definitions(): Record<string, unknown> {
    const { moduleId, moduleName, moduleNames, settings } = this.options;
    return {
      interfaces: ["auth", "evse_manager", "system"],
      types: [],
      settings: { ...DEFAULT_SETTINGS, ...settings },
      module_names: { ...moduleNames, [moduleId]: moduleName },
    };
  }

  async #onRequest(message: BusMessage): Promise<void> {
    const envelope = record(message.json);
    this.requests.push(message.json);
    if (envelope?.msg_type !== this.#names.request) {
      this.violations.push(`config request with msg_type ${String(envelope?.msg_type)}`);
      return;
    }
    const data = record(envelope.data);
    const request = record(data?.request);
    if (!data || !request) return;
    if (request.type !== "Module" && this.mood === "late") {
      this.#held.push(() => void this.#answer(data, request));
      return;
    }
    await this.#answer(data, request);
  }

  async #answer(data: Record<string, unknown>, request: Record<string, unknown>): Promise<void> {
    if (request.type !== "Module" && this.mood !== "answers") return await this.#answerBadly(data);
    if (request.type !== "Module" && this.configuration) {
      return await this.#answerFrom(this.configuration, data, request);
    }
    if (data.type === "Set") return await this.#answerSet(data, request);
    switch (request.type) {
      case "Module":
        return this.#answerModule(data);
      case "All":
        return await this.#respond(data, "Ok", { type: "All", data: this.#allParameters() });
      case "AllMappings":
        return await this.#respond(data, "Ok", { type: "AllMappings", data: this.options.mappings ?? {} });
      case "Value":
        return await this.#answerValue(data, request);
      default:
        return await this.#respond(data, "Error", null);
    }
  }

  async #answerFrom(
    service: FakeConfigurationService,
    data: Record<string, unknown>,
    request: Record<string, unknown>,
  ): Promise<void> {
    const identifier = request.identifier as ParameterIdentifier;
    const answer = (): ServiceAnswer => {
      if (data.type === "Set") return service.set(identifier, String(request.value));
      if (request.type === "All") return service.all();
      if (request.type === "AllMappings") return service.allMappings();
      return service.value(identifier);
    };
    const given = answer();
    if (given) await this.#respond(data, given.status, given.response, given.info);
  }

  async #answerBadly(data: Record<string, unknown>): Promise<void> {
    switch (this.mood) {
      case "garbage":
        return await this.#respond(data, "Ok", { type: record(data.request)?.type, data: [7, "x"] });
      case "failing":
        return await this.#publish(
          `modules/${String(data.origin)}/response`,
          { response: null, status: "Error", status_info: "on purpose" },
          this.#names.response,
          false,
        );
      case "silent":
      case "answers":
        return;
    }
  }

  #answerModule(data: Record<string, unknown>): void {
    this.#moduleRequests += 1;
    const answer = () => void this.#respond(data, "Ok", { type: "Module", data: this.#moduleConfig() });
    switch (this.options.answer ?? "first") {
      case "first":
        return answer();
      case "second":
        return this.#moduleRequests >= 2 ? answer() : undefined;
      case "late":
        if (this.#released) return answer();
        this.#held.push(answer);
        return;
      case "never":
        return;
    }
  }

  #moduleConfig(): unknown {
    const { moduleId, moduleName, connections, mappings, access } = this.options;
    return {
      mappings: mappings ?? { [moduleId]: null },
      module_config: {
        access: access ?? null,
        configuration_parameters: { "!module": this.#ownParameters() },
        connections: Object.fromEntries(
          Object.entries(connections ?? {}).map(([id, list]) => [
            id,
            list.map(({ moduleId, implementationId }) => ({
              implementation_id: implementationId,
              module_id: moduleId,
              requirement: { id },
            })),
          ]),
        ),
        mapping: mappings?.[moduleId] ?? null,
        module_id: moduleId,
        module_name: moduleName,
        standalone: false,
        telemetry_enabled: false,
      },
    };
  }

  #ownParameters(): FakeParameter[] {
    return Object.entries(this.options.parameters ?? {}).map(([name, value]) => ({
      name,
      value,
      characteristics: {
        datatype: typeof value === "boolean" ? "bool" : typeof value === "number" ? "integer" : "string",
        mutability: "ReadOnly",
      },
    }));
  }

  #allParameters(): Record<string, unknown> {
    return { ...this.options.otherParameters, [this.options.moduleId]: { "!module": this.#ownParameters() } };
  }

  #answerValue(data: Record<string, unknown>, request: Record<string, unknown>): Promise<void> {
    const identifier = record(request.identifier);
    const implementation = String(identifier?.module_implementation_id ?? "!module");
    const lists = record(this.#allParameters()[String(identifier?.module_id)]);
    const list = (lists?.[implementation] ?? []) as readonly FakeParameter[];
    const found = list.find((parameter) => parameter.name === identifier?.configuration_parameter_name);
    return this.#respond(data, found ? "Ok" : "Error", { type: "Value", data: found ?? null });
  }

  async #answerSet(data: Record<string, unknown>, request: Record<string, unknown>): Promise<void> {
    const identifier = record(request.identifier);
    const implementation = identifier?.module_implementation_id;
    const set: SetRequest = {
      moduleId: String(identifier?.module_id),
      implementationId: implementation === undefined ? undefined : String(implementation),
      parameter: String(identifier?.configuration_parameter_name),
      value: String(request.value),
    };
    const answer = this.options.onSet
      ? await this.options.onSet(set)
      : { status: "Ok", inner: "RebootRequired" };
    if (answer) await this.#respond(data, answer.status, { status: answer.inner }, answer.info);
  }

  #respond(request: Record<string, unknown>, status: string, response: unknown, info = ""): Promise<void> {
    const data = { response, status, status_info: info, type: request.type };
    return this.#publish(`modules/${String(request.origin)}/response`, data, this.#names.response, false);
  }

  #publish(topic: string, data: unknown, msg_type: string, retain: boolean): Promise<void> {
    return this.client.publishRaw(this.client.prefix + topic, JSON.stringify({ data, msg_type }), { retain });
  }
}

/** Starts the fake manager; with `definitions: "publish"` (the default) the retained topics are out when it resolves. */
export function startManager(client: BusClient, options: ManagerOptions): Promise<FakeManager> {
  return FakeManager.start(client, options);
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value as Record<string, unknown>
    : undefined;
}
