import type { LogText } from "./log-events.ts";
import type { LogFields, Logger } from "./logger.ts";
import { MAX_DISTINCT_REPORTS } from "./limits.ts";

/**
 * Logs a fact about a peer once for the life of the process: a meter that names a wrong unit does so with every value,
 * and after a year still. The identity decides what counts as the same fact. The methods return false for a repetition,
 * which they do not log. A failure that comes and goes needs no `OnceLog`: the console counts what repeats.
 */
export class OnceLog {
  readonly #reported = new Set<string>();

  constructor(private readonly log: Logger) {}

  warning(identity: string, message: LogText, fields: LogFields): boolean {
    const isNew = this.#isNew(identity);
    if (isNew) this.log.warning(message, fields);
    return isNew;
  }

  notice(identity: string, message: LogText, fields: LogFields): boolean {
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
