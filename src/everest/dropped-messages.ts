import type { Logger } from "../kernel/logger.ts";

/** Different topics and reasons that are counted separately; further ones share one counter. */
export const MAX_COUNTED_REASONS = 200;
const OTHERS = "other messages";

/**
 * Logs dropped messages of other modules without filling the log: each topic and reason is logged
 * when it first happens and then at every tenfold of its count.
 */
export class DroppedMessages {
  readonly #counts = new Map<string, number>();

  constructor(private readonly logger: Logger) {}

  count(topic: string, reason: string): void {
    const identity = `${topic}\n${reason}`;
    const full = this.#counts.size >= MAX_COUNTED_REASONS && !this.#counts.has(identity);
    const key = full ? OTHERS : identity;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    if (isPowerOfTen(count)) this.logger.warning("a message on the bus is dropped", { topic, reason, count });
  }
}

function isPowerOfTen(count: number): boolean {
  return 10 ** Math.round(Math.log10(count)) === count;
}
