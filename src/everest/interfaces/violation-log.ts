import type { LogText } from "../../kernel/log-events.ts";
import type { LogFields, Logger } from "../../kernel/logger.ts";
import { OnceLog } from "../../kernel/once-log.ts";
import type { CodecViolation } from "../codec/mod.ts";

/** `what`: the command or variable that the violation is about. */
export type ReportViolation = (message: LogText, what: string, violation: CodecViolation) => void;

/** Logs wrong values of one peer with their context: each kind of violation once, repetitions at debug level. */
export function violationLog(log: Logger, context: LogFields): ReportViolation {
  const once = new OnceLog(log);
  return (message, what, { path, reason }) => {
    const field = path === "" ? what : `${what}.${path}`;
    const fields = { ...context, field, reason };
    if (!once.warning(`${field} ${reason}`, message, fields)) log.debug(message, fields);
  };
}
