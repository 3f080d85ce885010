import type { JsonObject } from "../../kernel/json.ts";
import type { LogText } from "../../kernel/log-events.ts";
import type { Logger } from "../../kernel/logger.ts";
import { decodeTolerantly, encode, type Fields, located } from "../codec/mod.ts";
import type { Connection, EverestModule } from "../module.ts";
import type { ArgsOf, Commands, Interface, ResultOf, ValueOf } from "./interface.ts";
import { violationLog } from "./violation-log.ts";

/** Limit of a peer's failure text in characters: it goes into the log and on to the CSMS. */
const MAX_REASON_LENGTH = 500;

/** The outcome of a command: time-outs, error replies and unreadable results are all `failed`. */
export type CallResult<T> =
  | { readonly kind: "result"; readonly value: T }
  | { readonly kind: "failed"; readonly reason: string };

/** The typed view of one connected implementation. */
export interface InterfaceClient<C extends Commands, V extends Fields> {
  call<K extends keyof C & string>(
    name: K,
    args: ArgsOf<C[K]>,
    timeoutMs?: number,
  ): Promise<CallResult<ResultOf<C[K]>>>;
  /** Values that cannot be read are reported and dropped; parts that cannot be read are reported and left out. */
  on<K extends keyof V & string>(name: K, listener: (value: ValueOf<V[K]>) => void): void;
}

/** Binds an interface we require to one of its connections. Never throws or rejects. */
export function connect<C extends Commands, V extends Fields>(
  declared: Interface<C, V>,
  module: EverestModule,
  connection: Connection,
  log: Logger,
): InterfaceClient<C, V> {
  const context = {
    module: connection.moduleId,
    implementation: connection.implementationId,
    interface: declared.name,
  };
  const report = violationLog(log, context);
  const failed = (message: LogText, command: string, reason: string) => {
    log.warning(message, { ...context, command, reason });
    return { kind: "failed", reason } as const;
  };

  return {
    async call(name, args, timeoutMs) {
      const { args: argsCodec, result } = declared.commands[name]!;
      const encoded = encode(argsCodec, args);
      if (encoded.kind === "wrong") {
        return failed(
          "a command is not sent: its arguments would break the receiver",
          name,
          located(encoded),
        );
      }
      const outcome = await module.call(connection, name, encoded.value as JsonObject, timeoutMs);
      if (outcome.kind === "abandoned") {
        log.info("a command is left unanswered: the process ends", { ...context, command: name });
        return { kind: "failed", reason: outcome.message };
      }
      if (outcome.kind === "error") {
        const reason = `${outcome.type}: ${outcome.message}`.slice(0, MAX_REASON_LENGTH).toWellFormed();
        return failed("a command failed", name, reason);
      }
      const decoded = decodeTolerantly(result, outcome.value);
      if (decoded.kind === "wrong") {
        return failed("a command was answered with a wrong result", name, located(decoded));
      }
      for (const complaint of decoded.complaints) {
        report("part of a command's result is wrong", name, complaint);
      }
      return { kind: "result", value: decoded.value as ResultOf<C[typeof name]> };
    },

    on(name, listener) {
      const codec = declared.variables[name]!;
      module.subscribe(connection, name, (input) => {
        const decoded = decodeTolerantly(codec, input);
        if (decoded.kind === "wrong") {
          report("a variable is dropped: its value is wrong", name, decoded);
          return;
        }
        for (const complaint of decoded.complaints) {
          report("part of a variable's value is wrong", name, complaint);
        }
        listener(decoded.value as ValueOf<V[typeof name]>);
      });
    },
  };
}
