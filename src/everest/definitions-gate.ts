import type { JsonValue } from "../kernel/json.ts";
import type { LogText } from "../kernel/log-events.ts";
import type { Logger } from "../kernel/logger.ts";
import { OnceLog } from "../kernel/once-log.ts";
import type { ConnectedModule } from "./bus-module.ts";
import { type AdaptedValue, fitToInstalled, withNames } from "./definitions-fit.ts";
import type { InstalledDefinitions } from "./definitions-installed.ts";
import type { CommandSchema, Schema } from "./definitions-schema.ts";
import type { CallOutcome, CommandHandler, CommandOutcome, Connection } from "./module.ts";

/** Interfaces of our manifest. */
export interface InterfacesOfManifest {
  /** By requirement. */
  readonly required: Readonly<Record<string, string>>;
  /** By implementation. */
  readonly provided: Readonly<Record<string, string>>;
}

/**
 * Our module on the bus, limited to what the installed EVerest knows: commands that its interfaces lack are
 * not called, and literals and keys that its types lack are not sent. Without a definition everything passes:
 * what we send exists since 2025.12, except where the callers check `dialect`.
 */
export function gateByDefinitions(
  module: ConnectedModule,
  definitions: InstalledDefinitions,
  { required, provided }: InterfacesOfManifest,
  log: Logger,
): ConnectedModule {
  const { fitting, fittingArguments } = createFit(module, definitions, log);
  const requiredInterface = (requirement: string) => definitions.interface(required[requirement] ?? "");
  const providedInterface = (implementation: string) => definitions.interface(provided[implementation] ?? "");

  function call(
    target: Connection,
    command: string,
    args: Readonly<Record<string, JsonValue>>,
    timeoutMs?: number,
  ): Promise<CallOutcome> {
    const known = requiredInterface(target.requirement);
    const declared = known?.commands.get(command);
    if (known === undefined) return module.call(target, command, args, timeoutMs);
    // No module answers a command that the interface lacks.
    if (declared === undefined) {
      return Promise.resolve(refused(`the installed EVerest has no command ${command}`));
    }
    const what = `${target.requirement}.${command}`;
    const understood = fittingArguments(args, declared, what);
    if (understood === undefined) {
      return Promise.resolve(refused(`the installed EVerest cannot read ${what}`));
    }
    return module.call(target, command, understood, timeoutMs).then((outcome) =>
      outcome.kind === "result"
        ? { ...outcome, value: withNames(outcome.value, declared.result, definitions) }
        : outcome
    );
  }

  function answering(implementation: string, command: string, handler: CommandHandler): CommandHandler {
    const declared = providedInterface(implementation)?.commands.get(command);
    if (declared === undefined) return handler;
    return async (args, origin) => {
      const named = withNames(args, { properties: declared.args }, definitions) as typeof args;
      const outcome = await handler(named, origin);
      if (outcome.kind !== "result") return outcome;
      const value = fitting(outcome.value as JsonValue, declared.result, `${implementation}.${command}`);
      return value === undefined
        ? refused("the answer has a value that the installed EVerest does not know")
        : { kind: "result", value };
    };
  }

  return {
    moduleId: module.moduleId,
    parameters: module.parameters,
    moduleName: module.moduleName,
    dialect: module.dialect,
    get settings() {
      return module.settings;
    },
    get moduleNames() {
      return module.moduleNames;
    },
    get interfaces() {
      return module.interfaces;
    },
    config: module.config,
    external: module.external,
    stopRequested: module.stopRequested,
    closed: module.closed,
    connections: (requirement) => module.connections(requirement),
    provide: (implementation, command, handler) =>
      module.provide(implementation, command, answering(implementation, command, handler)),
    call,
    publish(implementation, variable, value) {
      const schema = providedInterface(implementation)?.variables.get(variable);
      // A variable that the interface lacks has no listeners.
      if (schema === undefined) return module.publish(implementation, variable, value);
      const fitted = fitting(value, schema, `${implementation}.${variable}`);
      if (fitted !== undefined) module.publish(implementation, variable, fitted);
    },
    subscribe(target, variable, listener) {
      const schema = requiredInterface(target.requirement)?.variables.get(variable);
      module.subscribe(
        target,
        variable,
        schema === undefined ? listener : (value) => listener(withNames(value, schema, definitions)),
      );
    },
    onError: (listener) => module.onError(listener),
    raiseError: (error) => module.raiseError(error),
    clearError: (...what) => module.clearError(...what),
    start: () => module.start(),
    close: () => module.close(),
  };
}

/** What the installed EVerest reads of values; what it does not is said once. */
function createFit(
  { dialect }: Pick<ConnectedModule, "dialect">,
  definitions: InstalledDefinitions,
  log: Logger,
) {
  const once = new OnceLog(log);

  /** The value without its harmful parts, or undefined when nothing is left to send. */
  function fitting(value: JsonValue, schema: Schema, what: string): JsonValue | undefined {
    const leftOut: string[] = [];
    const enumLists = dialect === "2026.08" ? "names" : "positions";
    const fitted: AdaptedValue = fitToInstalled(value, schema, { types: definitions, enumLists, leftOut });
    for (const path of leftOut) {
      complain("part of a value is not sent: the installed EVerest does not know it", what, path);
    }
    if (fitted.kind === "fits") return fitted.value;
    complain("a value is not sent: the installed EVerest does not know it", what, fitted.path);
    return undefined;
  }

  function complain(message: LogText, what: string, path: string): void {
    once.notice(`${what} ${path}`, message, { what, path });
  }

  /** The arguments that the command has, or undefined when one of them has nothing left to send. */
  function fittingArguments(
    args: Readonly<Record<string, JsonValue>>,
    declared: CommandSchema,
    what: string,
  ): Readonly<Record<string, JsonValue>> | undefined {
    const understood: Record<string, JsonValue> = {};
    for (const [name, value] of Object.entries(args)) {
      const schema = declared.args.get(name);
      if (schema === undefined) {
        complain("part of a value is not sent: the installed EVerest does not know it", what, name);
        continue;
      }
      const fitted = fitting(value, schema, `${what} ${name}`);
      if (fitted === undefined) return undefined;
      understood[name] = fitted;
    }
    return understood;
  }

  return { fitting, fittingArguments };
}

function refused(message: string): CommandOutcome {
  return { kind: "error", type: "HandlerException", message };
}
