import type { SweepResult } from "./crash-sweep.ts";

/** One line for the reader of the test's output. */
export function summary({ lives, history, broker }: SweepResult): string {
  const { arrivals, taken } = history;
  const distinct = new Set(arrivals.map(({ messageId }) => messageId)).size;
  const transactions = new Set(arrivals.map(({ request }) => request.transactionInfo.transactionId)).size;
  const causes = [...Map.groupBy(lives.deaths, ({ cause }) => cause)]
    .map(([cause, deaths]) => `${cause} ${deaths.length}`);
  return [
    `${lives.deaths.length} kills on ${broker} (${causes.join(", ")})`,
    `${taken.length} session events taken, ${transactions} transactions, ${distinct} events in ${arrivals.length} messages`,
    `start to BootNotification ${median(lives.bootMs)} ms (median of ${lives.bootMs.length})`,
  ].join("; ");
}

export function median(values: readonly number[]): number {
  return Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN);
}
