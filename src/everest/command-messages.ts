import { isJsonObject } from "../kernel/json.ts";
import { type Decoded, violation } from "./envelope.ts";
import type { CommandErrorType, CommandOutcome } from "./module.ts";
import { isBusName } from "./topics.ts";

/** A command call as it came in. */
export interface CommandCall {
  readonly id: string;
  /** The calling module, self-declared; it names the topic of the answer. */
  readonly origin: string;
  /** Undefined when they are not an object: no command has such arguments. */
  readonly args: Readonly<Record<string, unknown>> | undefined;
}

export interface CommandResult {
  readonly id: string;
  readonly outcome: CommandOutcome;
}

const ERROR_TYPES: ReadonlySet<string> = new Set<CommandErrorType>([
  "MessageParsingError",
  "SchemaValidationError",
  "HandlerException",
  "CmdTimeout",
  "Shutdown",
  "NotReady",
]);

/** The `data` of a `Cmd`. Commands without arguments come with null (C++), `{}` (Python) or nothing. */
export function decodeCall(data: unknown): Decoded<CommandCall> {
  if (!isJsonObject(data)) return violation("data is not an object");
  const { id, origin, args } = data;
  if (typeof id !== "string" || id === "") return violation("id is missing");
  if (typeof origin !== "string" || !isBusName(origin)) return violation("origin is not a module id");
  return { kind: "value", value: { id, origin, args: toArguments(args) } };
}

function toArguments(args: unknown): Readonly<Record<string, unknown>> | undefined {
  if (args === null || args === undefined) return {};
  return isJsonObject(args) ? args : undefined;
}

/** The `data` of a `CmdResult`. */
export function decodeResult(data: unknown): Decoded<CommandResult> {
  const inner = isJsonObject(data) ? data.data : undefined;
  if (!isJsonObject(inner)) return violation("data.data is not an object");
  const { id, retval, error } = inner;
  if (typeof id !== "string") return violation("id is missing");
  // Both are present when the callee's result failed its own schema check; the error counts then.
  const outcome: CommandOutcome = error === undefined || error === null
    ? { kind: "result", value: retval ?? null }
    : toError(error);
  return { kind: "value", value: { id, outcome } };
}

function toError(error: unknown): CommandOutcome {
  const { __everest__error_type: type, __everest__error_msg: message } = isJsonObject(error) ? error : {};
  const text = typeof message === "string" ? message : "";
  if (typeof type === "string" && isErrorType(type)) return { kind: "error", type, message: text };
  return { kind: "error", type: "HandlerException", message: `${String(type)}: ${text}` };
}

function isErrorType(type: string): type is CommandErrorType {
  return ERROR_TYPES.has(type);
}

/** The `data` of a `CmdResult`; a result's value must have been made fit for the wire. */
export function resultData(id: string, callee: string, outcome: CommandOutcome): unknown {
  const answer = outcome.kind === "result"
    ? { retval: outcome.value }
    : { error: { __everest__error_msg: outcome.message, __everest__error_type: outcome.type } };
  return { data: { ...answer, id, origin: callee }, type: "result" };
}
