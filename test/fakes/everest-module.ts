import type { JsonValue } from "../../src/kernel/json.ts";
import type {
  BusError,
  CommandHandler,
  CommandOutcome,
  Connection,
  EverestModule,
} from "../../src/everest/module.ts";

export interface SentCommand {
  readonly target: string;
  readonly command: string;
  readonly args: Readonly<Record<string, JsonValue>>;
  readonly timeoutMs: number | undefined;
}

/** A connection to `<moduleId>/<implementationId>` under a requirement. */
export function connectionTo(requirement: string, moduleId: string, index = 0): Connection {
  return { requirement, index, moduleId, implementationId: "main" };
}

/**
 * A seat on a bus that exists only in memory. Peers are scripted: `answer` says what a command returns, `emit`
 * publishes a peer's variable, `invoke` calls what we provide. Everything we send is kept.
 */
export class FakeEverestModule implements EverestModule {
  readonly moduleId = "ocpp";
  readonly sent: SentCommand[] = [];
  readonly published: { implementation: string; variable: string; value: JsonValue }[] = [];
  readonly provided = new Map<string, CommandHandler>();
  readonly #answers = new Map<string, (args: Readonly<Record<string, JsonValue>>) => CommandOutcome>();
  readonly #listeners = new Map<string, ((value: unknown) => void)[]>();
  readonly #errorListeners: ((error: BusError) => void)[] = [];

  constructor(
    readonly parameters: Readonly<Record<string, boolean | number | string>> = {},
    readonly connected: readonly Connection[] = [],
  ) {}

  connections(requirement: string): readonly Connection[] {
    return this.connected.filter((connection) => connection.requirement === requirement);
  }

  /** Scripts the result of a peer's command; a command without script times out at once. */
  answer(moduleId: string, command: string, value: unknown): void {
    this.#answers.set(`${moduleId}/${command}`, () => ({ kind: "result", value }));
  }

  answerWith(
    moduleId: string,
    command: string,
    answer: (args: Readonly<Record<string, JsonValue>>) => CommandOutcome,
  ): void {
    this.#answers.set(`${moduleId}/${command}`, answer);
  }

  /** A peer publishes a variable. */
  emit(moduleId: string, variable: string, value: unknown): void {
    for (const listener of this.#listeners.get(`${moduleId}/${variable}`) ?? []) listener(value);
  }

  raise(error: BusError): void {
    for (const listener of this.#errorListeners) listener(error);
  }

  /** A peer calls a command of ours. */
  invoke(implementationId: string, command: string, args: unknown, origin = "peer"): Promise<CommandOutcome> {
    const handler = this.provided.get(`${implementationId}/${command}`);
    if (!handler) throw new Error(`${implementationId}/${command} is not provided`);
    return handler(args as Readonly<Record<string, unknown>>, origin);
  }

  provide(implementationId: string, command: string, handler: CommandHandler): void {
    this.provided.set(`${implementationId}/${command}`, handler);
  }

  call(
    target: Connection,
    command: string,
    args: Readonly<Record<string, JsonValue>>,
    timeoutMs?: number,
  ): Promise<CommandOutcome> {
    this.sent.push({ target: target.moduleId, command, args, timeoutMs });
    const answer = this.#answers.get(`${target.moduleId}/${command}`);
    const silence: CommandOutcome = { kind: "error", type: "CmdTimeout", message: "no answer" };
    return Promise.resolve(answer ? answer(args) : silence);
  }

  publish(implementationId: string, variable: string, value: JsonValue): void {
    this.published.push({ implementation: implementationId, variable, value });
  }

  subscribe(target: Connection, variable: string, listener: (value: unknown) => void): void {
    const key = `${target.moduleId}/${variable}`;
    this.#listeners.set(key, [...this.#listeners.get(key) ?? [], listener]);
  }

  onError(listener: (error: BusError) => void): void {
    this.#errorListeners.push(listener);
  }

  readonly config: EverestModule["config"] = {
    all: () => Promise.resolve({ kind: "value", value: {} }),
    allMappings: () => Promise.resolve({ kind: "value", value: {} }),
    set: () => Promise.resolve({ status: "Rejected", info: "" }),
  };

  readonly external: EverestModule["external"] = {
    publish: () => {},
    subscribe: () => {},
  };

  start(): Promise<void> {
    return Promise.resolve();
  }

  readonly closed: Promise<string> = new Promise(() => {});

  close(): Promise<void> {
    return Promise.resolve();
  }
}
