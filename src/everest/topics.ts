export interface CommandTopic {
  readonly kind: "command";
  readonly moduleId: string;
  readonly implementationId: string;
  readonly name: string;
}

/** The meaning of a topic below the EVerest prefix. */
export type BusTopic =
  | { kind: "globalReady" }
  | { kind: "shutdown" }
  | { kind: "configRequest" }
  | { kind: "definition"; name: string }
  | { kind: "configResponse"; moduleId: string }
  | { kind: "moduleReady"; moduleId: string }
  | { kind: "metadata"; moduleId: string }
  | { kind: "variable"; moduleId: string; implementationId: string; name: string }
  | CommandTopic
  | { kind: "commandResult"; moduleId: string; implementationId: string; name: string; caller: string }
  | { kind: "error"; moduleId: string; implementationId: string; type: string }
  /** Not the framework's: external MQTT, or a topic that this module does not use. */
  | { kind: "foreign" };

const FOREIGN: BusTopic = { kind: "foreign" };
const DEFINITIONS = new Set(["settings", "interfaces", "module_names"]);
const OF_MODULE = { ready: "moduleReady", response: "configResponse", metadata: "metadata" } as const;

/** Builds and recognises the topics of one bus. `prefix` ends with a slash unless it is empty. */
export class Topics {
  constructor(readonly prefix: string) {}

  get globalReady(): string {
    return `${this.prefix}ready`;
  }
  /** Main of 2026-08 announces an orderly stop here. */
  get shutdown(): string {
    return `${this.prefix}shutdown`;
  }
  get configRequest(): string {
    return `${this.prefix}config/request`;
  }
  definition(name: "settings" | "interfaces" | "module_names"): string {
    return this.prefix + name;
  }
  moduleReady(moduleId: string): string {
    return `${this.prefix}modules/${moduleId}/ready`;
  }
  configResponse(moduleId: string): string {
    return `${this.prefix}modules/${moduleId}/response`;
  }
  metadata(moduleId: string): string {
    return `${this.prefix}modules/${moduleId}/metadata`;
  }
  variable(moduleId: string, implementationId: string, variable: string): string {
    return `${this.prefix}modules/${moduleId}/impl/${implementationId}/var/${variable}`;
  }
  command(moduleId: string, implementationId: string, command: string): string {
    return `${this.prefix}modules/${moduleId}/impl/${implementationId}/cmd/${command}`;
  }
  commandResult(moduleId: string, implementationId: string, command: string, caller: string): string {
    return `${this.command(moduleId, implementationId, command)}/response/${caller}`;
  }
  /** `type` is `namespace/Name`, so an error has two levels of its own. */
  error(moduleId: string, implementationId: string, type: string): string {
    return `${this.prefix}modules/${moduleId}/impl/${implementationId}/error/${type}`;
  }

  parse(topic: string): BusTopic {
    if (!topic.startsWith(this.prefix)) return FOREIGN;
    const path = topic.slice(this.prefix.length);
    if (path === "ready") return { kind: "globalReady" };
    if (path === "shutdown") return { kind: "shutdown" };
    if (path === "config/request") return { kind: "configRequest" };
    if (DEFINITIONS.has(path)) return { kind: "definition", name: path };
    return parseOfModule(path.split("/"));
  }
}

function parseOfModule(levels: readonly string[]): BusTopic {
  const [modules, moduleId, third = ""] = levels;
  if (modules !== "modules" || moduleId === undefined) return FOREIGN;
  if (levels.length === 3 && isOfModule(third)) return { kind: OF_MODULE[third], moduleId };
  const [, , impl, implementationId, what, name, response, caller] = levels;
  if (impl !== "impl" || implementationId === undefined || name === undefined) return FOREIGN;
  const at = { moduleId, implementationId };
  if (what === "error" && levels.length === 7) {
    return { kind: "error", ...at, type: `${name}/${levels[6]}` };
  }
  if (what === "var" && levels.length === 6) return { kind: "variable", ...at, name };
  if (what !== "cmd") return FOREIGN;
  if (levels.length === 6) return { kind: "command", ...at, name };
  if (levels.length === 8 && response === "response" && caller !== undefined) {
    return { kind: "commandResult", ...at, name, caller };
  }
  return FOREIGN;
}

function isOfModule(level: string): level is keyof typeof OF_MODULE {
  return Object.hasOwn(OF_MODULE, level);
}

/** Ids of modules and implementations and names of commands and variables: always safe as a topic level. */
export function isBusName(text: string): boolean {
  return /^[a-zA-Z_][a-zA-Z0-9_.-]*$/.test(text);
}
