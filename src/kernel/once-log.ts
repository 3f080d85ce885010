import type { LogFields, Logger } from "./logger.ts";
import { MAX_DISTINCT_REPORTS } from "./limits.ts";

/**
 * Logs a recurring problem once at its level and repeats it at debug level: a power meter that is wrong twice a second
 * must not fill the log. The identity decides what counts as the same problem.
 */
export class OnceLog {
  readonly #reported = new Set<string>();

  constructor(private readonly log: Logger) {}

  warning(identity: string, message: string, fields: LogFields): void {
    if (this.#isNew(identity)) this.log.warning(message, fields);
    else this.log.debug(message, fields);
  }

  notice(identity: string, message: string, fields: LogFields): void {
    if (this.#isNew(identity)) this.log.notice(message, fields);
    else this.log.debug(message, fields);
  }

  #isNew(identity: string): boolean {
    if (this.#reported.has(identity) || this.#reported.size >= MAX_DISTINCT_REPORTS) return false;
    this.#reported.add(identity);
    return true;
  }
}
