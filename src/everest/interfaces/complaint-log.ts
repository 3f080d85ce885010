import type { LogFields, Logger } from "../../kernel/logger.ts";
import type { Violation } from "../codec/mod.ts";

/** How many different complaints are remembered; beyond that they are only logged at debug level. */
export const MAX_DISTINCT_COMPLAINTS = 100;

/**
 * Tells an engineer what a peer sends wrongly, once per kind at warning level: a power meter that is wrong twice a
 * second must not fill the log. Repetitions go to debug.
 */
export class ComplaintLog {
  readonly #seen = new Set<string>();

  constructor(readonly log: Logger, readonly context: LogFields) {}

  report(message: string, what: string, violation: Violation): void {
    const field = violation.path === "" ? what : `${what}.${violation.path}`;
    const fields = { ...this.context, field, reason: violation.reason };
    const identity = `${field} ${violation.reason}`;
    if (this.#seen.has(identity) || this.#seen.size >= MAX_DISTINCT_COMPLAINTS) {
      this.log.debug(message, fields);
      return;
    }
    this.#seen.add(identity);
    this.log.warning(message, fields);
  }
}
