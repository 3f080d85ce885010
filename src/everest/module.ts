import type { JsonValue } from "../kernel/json.ts";

/** One connected implementation of a requirement: where its variables, commands and errors live on the bus. */
export interface Connection {
  readonly requirement: string;
  /** Slot within the requirement, 0-based, in configuration order. */
  readonly index: number;
  readonly moduleId: string;
  readonly implementationId: string;
  /** 3-tier mapping of that implementation, when configured. */
  readonly mapping?: Mapping;
}

export interface Mapping {
  readonly evse: number;
  readonly connector?: number;
}

/** The six error types of the framework; a C++ peer dies on any other. */
export type CommandErrorType =
  | "MessageParsingError"
  | "SchemaValidationError"
  | "HandlerException"
  | "CmdTimeout"
  | "Shutdown"
  | "NotReady";

export type CommandOutcome =
  | { kind: "result"; value: unknown }
  | { kind: "error"; type: CommandErrorType; message: string };

/** How a call of ours ended. */
export type CallOutcome =
  | CommandOutcome
  /** We end, or the manager ends everything, before the callee has answered: that is no fault of the callee's. */
  | { kind: "abandoned"; message: string };

/** Answers a command of an interface we provide. */
export type CommandHandler = (
  args: Readonly<Record<string, unknown>>,
  origin: string,
) => Promise<CommandOutcome>;

/** An EVerest error as raised or cleared on the bus. */
export interface BusError {
  readonly type: string;
  readonly subType: string;
  readonly description: string;
  readonly message: string;
  readonly severity: "Low" | "Medium" | "High";
  readonly state: "Active" | "ClearedByModule" | "ClearedByReboot";
  readonly vendorId: string;
  readonly uuid: string;
  readonly timestamp: string;
  readonly origin: {
    readonly moduleId: string;
    readonly implementationId: string;
    readonly mapping?: Mapping;
  };
}

/** Our module on the EVerest bus once the configuration handshake is done. */
export interface EverestModule {
  readonly moduleId: string;
  /** `!module` parameters: name -> value, completed with defaults by the manager. */
  readonly parameters: Readonly<Record<string, boolean | number | string>>;
  connections(requirement: string): readonly Connection[];

  provide(implementationId: string, command: string, handler: CommandHandler): void;
  /**
   * Never rejects. Times out with CmdTimeout; the default is 300 s as in the framework. A call made before every
   * module is ready waits for that first; its time-out begins then.
   */
  call(
    target: Connection,
    command: string,
    args: Readonly<Record<string, JsonValue>>,
    timeoutMs?: number,
  ): Promise<CallOutcome>;
  /** Delayed until every module is ready. Members that are null or absent are left out. */
  publish(implementationId: string, variable: string, value: JsonValue): void;
  subscribe(target: Connection, variable: string, listener: (value: unknown) => void): void;
  /** Raises and clears of every module, de-duplicated by identity. */
  onError(listener: (error: BusError) => void): void;

  config: ConfigService;
  external: ExternalMqtt;

  /**
   * Publishes ModuleReady after every subscription is acknowledged; resolves on the global ready. Never settles when
   * the connection ends first: race it with `closed`.
   */
  start(): Promise<void>;
  /** Resolves with the reason when the broker connection is gone. */
  readonly closed: Promise<string>;
  close(): Promise<void>;
}

/** EVerest's run-time configuration service; one request in flight, 5 s time-out, one retry. */
export interface ConfigService {
  all(): Promise<
    ConfigAnswer<Readonly<Record<string, Readonly<Record<string, readonly ConfigParameter[]>>>>>
  >;
  allMappings(): Promise<ConfigAnswer<Readonly<Record<string, unknown>>>>;
  set(
    moduleId: string,
    implementationId: string,
    parameter: string,
    value: string,
  ): Promise<ConfigSetAnswer>;
}

export interface ConfigSetAnswer {
  readonly status:
    | "Accepted"
    | "RebootRequired"
    | "Rejected"
    | "AccessDenied"
    /** It was sent, and its outcome is unknown. */
    | "NoAnswer"
    /** It was not sent because the manager was busy with other requests; nothing has changed. */
    | "Busy";
  /** The manager's comment; may be empty. */
  readonly info: string;
}

export type ConfigAnswer<T> = { kind: "value"; value: T } | { kind: "refused"; reason: string };

export interface ConfigParameter {
  readonly name: string;
  readonly value: boolean | number | string;
  readonly datatype: "string" | "number" | "integer" | "bool" | "unknown";
  readonly mutability: "ReadOnly" | "ReadWrite" | "WriteOnly";
  readonly unit?: string;
}

/** Raw MQTT outside the framework's envelopes, below the external prefix. */
export interface ExternalMqtt {
  publish(topic: string, payload: string): void;
  subscribe(filter: string, listener: (topic: string, payload: Uint8Array) => void): void;
}
