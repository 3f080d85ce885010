import { type BusTopic, Topics } from "../../../src/everest/topics.ts";
import type { BusClient, BusMessage } from "./bus-client.ts";

/**
 * Watches everything that one module puts on the bus and collects what would harm or confuse EVerest's own modules
 * there. Assert that `violations` is empty at the end of a test.
 */
export class BusConformance {
  readonly violations: string[] = [];
  readonly #topics: Topics;
  readonly #openCalls = new Map<string, number>();
  #allReady = false;

  constructor(client: BusClient, private readonly moduleId: string) {
    this.#topics = new Topics(client.prefix);
    client.onPublish((message) => this.#check(message));
  }

  /** Ids of calls that the module has not answered (yet). */
  unanswered(): string[] {
    return [...this.#openCalls].filter(([, answers]) => answers === 0).map(([id]) => id);
  }

  #check(message: BusMessage): void {
    const topic = this.#topics.parse(message.topic);
    if (topic.kind === "globalReady") this.#allReady = true;
    if (topic.kind === "command" && topic.moduleId === this.moduleId) this.#openCalls.set(callId(message), 0);
    if (!this.#isOurs(topic, message)) return;
    const complain = (what: string) => this.violations.push(`${message.topic}: ${what}`);
    if (message.qos !== 2) complain(`quality of service ${message.qos}`);
    if (message.retain) complain("retained");
    const legal = legalTypes(topic);
    const type = member(message.json, "msg_type");
    if (!legal.includes(String(type))) complain(`message type ${String(type)}`);
    const inner = member(member(message.json, "data"), topic.kind === "command" ? "args" : "data");
    const nullAt = findNull(inner, "");
    if (nullAt !== undefined) complain(`null at ${nullAt}`);
    if (!this.#allReady && (topic.kind === "variable" || topic.kind === "command")) {
      complain("before the global ready");
    }
    if (topic.kind === "commandResult") this.#checkAnswer(message, complain);
  }

  #isOurs(topic: BusTopic, { json }: BusMessage): boolean {
    switch (topic.kind) {
      case "variable":
      case "error":
      case "moduleReady":
      case "metadata":
      case "commandResult":
        return topic.moduleId === this.moduleId;
      case "command":
      case "configRequest":
        return member(member(json, "data"), "origin") === this.moduleId;
      default:
        return false;
    }
  }

  #checkAnswer(message: BusMessage, complain: (what: string) => void): void {
    const id = String(member(member(member(message.json, "data"), "data"), "id"));
    const answers = this.#openCalls.get(id);
    if (answers === undefined) return complain(`answer to the unknown call ${id}`);
    if (answers > 0) complain(`second answer to ${id}`);
    this.#openCalls.set(id, answers + 1);
  }
}

/** Starts watching what `moduleId` publishes below the client's prefix. */
export function watchConformance(client: BusClient, moduleId: string): BusConformance {
  return new BusConformance(client, moduleId);
}

function legalTypes(topic: BusTopic): readonly string[] {
  switch (topic.kind) {
    case "variable":
      return ["Var"];
    case "command":
      return ["Cmd"];
    case "commandResult":
      return ["CmdResult"];
    case "error":
      return ["RaiseError", "ClearError"];
    case "moduleReady":
      return ["ModuleReady"];
    case "configRequest":
      return ["GetConfig", "ConfigurationRequest"];
    default:
      return []; // metadata among them: its name depends on the manager, and nobody reads it
  }
}

function callId(message: BusMessage): string {
  return String(member(member(message.json, "data"), "id"));
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** Path of the first null inside an object or list. */
function findNull(value: unknown, path: string): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    if (name === "retval") continue; // the value of a void command
    const at = path === "" ? name : `${path}.${name}`;
    if (inner === null) return at;
    const deeper = findNull(inner, at);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}
