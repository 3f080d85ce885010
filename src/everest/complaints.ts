import type { Logger } from "../kernel/logger.ts";

/** Different complaints remembered; more than these share one counter. */
export const MAX_DISTINCT_COMPLAINTS = 200;
const OTHERS = "other messages";

/**
 * Reports what is wrong with messages of others without letting them fill our log: each topic and reason is logged
 * when it first happens and then at every tenfold of its count.
 */
export class Complaints {
  readonly #counts = new Map<string, number>();

  constructor(private readonly logger: Logger) {}

  about(topic: string, reason: string): void {
    const identity = `${topic}\n${reason}`;
    const full = this.#counts.size >= MAX_DISTINCT_COMPLAINTS && !this.#counts.has(identity);
    const key = full ? OTHERS : identity;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    if (isPowerOfTen(count)) this.logger.warning("message dropped", { topic, reason, count });
  }
}

function isPowerOfTen(count: number): boolean {
  return 10 ** Math.round(Math.log10(count)) === count;
}
