import type { LogFields, Logger } from "./logger.ts";
import { MAX_DISTINCT_REPORTS } from "./limits.ts";

/**
 * Logs a recurring problem only once: a power meter that is wrong twice a second must not fill the log. The identity
 * decides what counts as the same problem. The methods return false for a repetition, which they do not log.
 */
export class OnceLog {
  readonly #reported = new Set<string>();

  constructor(private readonly log: Logger) {}

  warning(identity: string, message: string, fields: LogFields): boolean {
    const isNew = this.#isNew(identity);
    if (isNew) this.log.warning(message, fields);
    return isNew;
  }

  notice(identity: string, message: string, fields: LogFields): boolean {
    const isNew = this.#isNew(identity);
    if (isNew) this.log.notice(message, fields);
    return isNew;
  }

  #isNew(identity: string): boolean {
    if (this.#reported.has(identity) || this.#reported.size >= MAX_DISTINCT_REPORTS) return false;
    this.#reported.add(identity);
    return true;
  }
}
