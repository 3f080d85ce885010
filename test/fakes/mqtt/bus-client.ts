import { MqttClient, type ReceivedMessage } from "../../../src/everest/mqtt/client.ts";
import { type BrokerAddress, socketDialer } from "../../../src/everest/mqtt/dial.ts";
import { topicMatches } from "../../../src/everest/mqtt/topic-filter.ts";
import type { QoS } from "../../../src/everest/mqtt/packets.ts";
import { FakeClock } from "../fake-clock.ts";
import { RecordingLogger } from "../recording-logger.ts";

/** A message as it went over the bus. `json` is undefined when the payload is not JSON. */
export interface BusMessage {
  readonly topic: string;
  readonly payload: string;
  readonly json: unknown;
  readonly qos: QoS;
  readonly retain: boolean;
}

/** Throw it in a command handler to answer with an error of the framework. */
export class CommandFailure extends Error {
  constructor(readonly type: string, message: string) {
    super(message);
  }
}
/** Return it from a command handler to leave the caller without an answer. */
export const NO_REPLY: unique symbol = Symbol("no reply");

/** May return any JSON value (undefined counts as null), a promise of one, or `NO_REPLY`. */
export type CmdHandler = (args: Record<string, unknown>, origin: string) => unknown;

/**
 * Hears a call instead of whoever plays the module and answers as it likes: with any payload, several times, late or
 * never. `answer` sends `{retval}` or `{error}` as they are.
 */
export type CmdSaboteur = (answer: (outcome: object) => Promise<void>) => void;

interface CmdCall {
  readonly id: string;
  readonly origin: string;
  readonly args?: unknown;
}

export type CmdReply =
  | { kind: "result"; value: unknown }
  | { kind: "error"; type: string; message: string };

/** An EVerest error; what is left out gets the value the framework would give it. */
export interface TestError {
  readonly moduleId: string;
  readonly implementationId: string;
  /** `namespace/Name` */
  readonly type: string;
  readonly subType?: string;
  readonly message?: string;
  readonly description?: string;
  readonly severity?: "Low" | "Medium" | "High";
  readonly vendorId?: string;
  readonly mapping?: { readonly evse: number; readonly connector?: number };
  readonly uuid?: string;
  readonly timestamp?: string;
}

/**
 * A seat on the bus from which a test or the demo plays any number of EVerest modules. It hears everything below the
 * prefix and dispatches locally, so registering a handler needs no round trip. Publishing resolves when the broker
 * has taken the message.
 */
export class BusClient {
  /** Resolves when the connection is gone, for whatever reason. */
  readonly closed: Promise<void>;
  readonly #mqtt: MqttClient;
  readonly #listeners = new Set<{ filter: string; listener: (message: BusMessage) => void }>();
  readonly #replies = new Map<string, (reply: CmdReply) => void>();
  readonly #sabotaged = new Set<string>();

  private constructor(
    readonly prefix: string,
    connect: (onMessage: (message: ReceivedMessage) => void) => MqttClient,
  ) {
    this.#mqtt = connect((message) => this.#receive(message));
    this.closed = this.#mqtt.closed.then(() => {});
    this.on("modules/+/impl/+/cmd/+/response/+", (message) => this.#settleCall(message));
  }

  /** Connects, and hears everything below `prefix` (with its slash) once this resolves. */
  static async connect(address: BrokerAddress, prefix: string): Promise<BusClient> {
    const clock = new FakeClock(); // stands still: no keep-alive, no time-outs, no timers that outlive a test
    const dialed = await socketDialer(clock, 5000)(address);
    if (dialed.kind === "failed") throw new Error(`broker: ${dialed.reason}`);
    const options = { clientId: "", keepAliveSeconds: 0, window: 20, connectTimeoutMs: 5000 };
    const client = new BusClient(
      prefix,
      (onMessage) =>
        new MqttClient(dialed.transport, options, { clock, logger: new RecordingLogger(), onMessage }),
    );
    const granted = await client.#mqtt.subscribe([{ filter: `${prefix}#`, qos: 2 }]);
    if (granted !== "granted") throw new Error(`broker: subscription ${granted}`);
    return client;
  }

  /** Publishes a variable as module `moduleId`. */
  publishVar(moduleId: string, implementationId: string, variable: string, value: unknown): Promise<void> {
    return this.#publish(
      `modules/${moduleId}/impl/${implementationId}/var/${variable}`,
      { data: { data: value }, msg_type: "Var" },
    );
  }

  /** Answers a command as module `moduleId`; calls run concurrently. Returns how to stop. */
  onCmd(moduleId: string, implementationId: string, command: string, handler: CmdHandler): () => void {
    return this.on(
      `modules/${moduleId}/impl/${implementationId}/cmd/${command}`,
      (message) => void this.#answer(message, moduleId, handler),
    );
  }

  /** From now on `saboteur` answers the command in the place of whoever does. Returns how to stop. */
  sabotageCmd(
    { moduleId, implementationId }: { readonly moduleId: string; readonly implementationId: string },
    command: string,
    saboteur: CmdSaboteur,
  ): () => void {
    const topic = `modules/${moduleId}/impl/${implementationId}/cmd/${command}`;
    this.#sabotaged.add(this.prefix + topic);
    const stop = this.on(topic, (message) => {
      const { id, origin } = (message.json as { data: CmdCall }).data;
      saboteur((outcome) => this.#reply(message.topic, { id, origin }, moduleId, outcome));
    });
    return () => {
      this.#sabotaged.delete(this.prefix + topic);
      stop();
    };
  }

  /** Calls a command as module `origin`. Resolves when the answer comes, and only then. */
  async call(
    moduleId: string,
    implementationId: string,
    command: string,
    args: unknown,
    origin = "probe",
  ): Promise<CmdReply> {
    const id = crypto.randomUUID();
    const reply = new Promise<CmdReply>((resolve) => this.#replies.set(id, resolve));
    await this.#publish(
      `modules/${moduleId}/impl/${implementationId}/cmd/${command}`,
      { data: { args, id, origin }, msg_type: "Cmd" },
    );
    return await reply;
  }

  /** Raises the error and returns it with uuid and timestamp filled in, ready for `clearError`. */
  async raiseError(error: TestError): Promise<TestError> {
    const complete = {
      ...error,
      uuid: error.uuid ?? crypto.randomUUID(),
      timestamp: error.timestamp ?? new Date().toISOString(),
    };
    await this.#publishError(complete, "RaiseError", "Active");
    return complete;
  }

  clearError(error: TestError): Promise<void> {
    return this.#publishError(error, "ClearError", "ClearedByModule");
  }

  /** Hears messages on `filter`, which is relative to the prefix. Returns how to stop. */
  on(filter: string, listener: (message: BusMessage) => void): () => void {
    const entry = { filter: this.prefix + filter, listener };
    this.#listeners.add(entry);
    return () => void this.#listeners.delete(entry);
  }

  /** Hears every message below the prefix, our own included. Returns how to stop. */
  onPublish(listener: (message: BusMessage) => void): () => void {
    return this.on("#", listener);
  }

  /** The next message on `filter` (relative to the prefix) that satisfies `wanted`. */
  next(filter: string, wanted: (message: BusMessage) => boolean = () => true): Promise<BusMessage> {
    return new Promise((resolve) => {
      const stop = this.on(filter, (message) => {
        if (!wanted(message)) return;
        stop();
        resolve(message);
      });
    });
  }

  /** Hears raw messages outside the prefix, e.g. external MQTT; resolves when the broker has acknowledged. */
  async subscribe(filter: string, listener: (message: BusMessage) => void): Promise<void> {
    this.#listeners.add({ filter, listener });
    await this.#mqtt.subscribe([{ filter, qos: 0 }]);
  }

  /** Publishes bytes as they are, on an absolute topic. */
  async publishRaw(
    topic: string,
    payload: string | Uint8Array,
    options: { qos?: QoS; retain?: boolean } = {},
  ): Promise<void> {
    const bytes = typeof payload === "string" ? new TextEncoder().encode(payload) : payload;
    await this.#mqtt.publish(topic, bytes, options.qos ?? 2, options.retain ? "retain" : "volatile");
  }

  /** Resolves when everything the broker had for us has been dispatched. */
  async settled(): Promise<void> {
    await this.#mqtt.ping();
  }

  async close(): Promise<void> {
    await this.#mqtt.close();
  }

  #receive(message: ReceivedMessage): void {
    const { topic, qos, retain } = message;
    const payload = new TextDecoder().decode(message.payload);
    const seen: BusMessage = { topic, qos, retain, payload, json: parse(payload) };
    for (const { filter, listener } of [...this.#listeners]) if (topicMatches(filter, topic)) listener(seen);
  }

  async #answer(message: BusMessage, moduleId: string, handler: CmdHandler): Promise<void> {
    const call = (message.json as { data?: CmdCall } | undefined)?.data;
    if (!call || this.#sabotaged.has(message.topic)) return;
    const outcome = await run(handler, (call.args ?? {}) as Record<string, unknown>, call.origin);
    if (outcome !== NO_REPLY) await this.#reply(message.topic, call, moduleId, outcome);
  }

  #reply(topic: string, { id, origin }: CmdCall, moduleId: string, outcome: object): Promise<void> {
    const data = { type: "result", data: { id, origin: moduleId, ...outcome } };
    return this.publishRaw(`${topic}/response/${origin}`, JSON.stringify({ data, msg_type: "CmdResult" }));
  }

  #settleCall(message: BusMessage): void {
    const result = (message.json as { data?: { data?: Record<string, unknown> } } | undefined)?.data?.data;
    const resolve = this.#replies.get(String(result?.id));
    if (!result || !resolve) return;
    this.#replies.delete(String(result.id));
    const error = result.error as Record<string, string> | undefined;
    resolve(
      error
        ? {
          kind: "error",
          type: String(error.__everest__error_type),
          message: String(error.__everest__error_msg),
        }
        : { kind: "result", value: result.retval },
    );
  }

  #publishError(error: TestError, msg_type: string, state: string): Promise<void> {
    const data = {
      type: error.type,
      sub_type: error.subType ?? "",
      description: error.description ?? "",
      message: error.message ?? "",
      severity: error.severity ?? "High",
      state,
      vendor_id: error.vendorId ?? "everest",
      uuid: error.uuid ?? crypto.randomUUID(),
      timestamp: error.timestamp ?? new Date().toISOString(),
      origin: {
        module_id: error.moduleId,
        implementation_id: error.implementationId,
        ...(error.mapping ? { mapping: error.mapping } : {}),
      },
    };
    const topic = `modules/${error.moduleId}/impl/${error.implementationId}/error/${error.type}`;
    return this.#publish(topic, { data, msg_type });
  }

  #publish(topic: string, envelope: unknown): Promise<void> {
    return this.publishRaw(this.prefix + topic, JSON.stringify(envelope));
  }
}

/** Connects to `address`; `prefix` ends with a slash, e.g. `everest/`. */
export function connectBusClient(address: BrokerAddress, prefix: string): Promise<BusClient> {
  return BusClient.connect(address, prefix);
}

async function run(
  handler: CmdHandler,
  args: Record<string, unknown>,
  origin: string,
): Promise<typeof NO_REPLY | { retval: unknown } | { error: Record<string, string> }> {
  try {
    const value = await handler(args, origin);
    return value === NO_REPLY ? NO_REPLY : { retval: value ?? null };
  } catch (error) {
    const type = error instanceof CommandFailure ? error.type : "HandlerException";
    const message = error instanceof Error ? error.message : String(error);
    return { error: { __everest__error_type: type, __everest__error_msg: message } };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
