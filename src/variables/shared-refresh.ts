import { type Clock, sleep } from "../kernel/clock.ts";
import type { Freshness } from "./variable-source.ts";

export interface SharedRefreshDeps {
  /** Asks the owner of the values; never rejects. */
  fetch(): Promise<Freshness>;
  /** The owner does not answer in time; the answer is for those who wait. A late answer of `fetch` still counts. */
  tooLate(): Freshness;
  readonly patienceMs: number;
  readonly timer: string;
  readonly clock: Clock;
}

/** One request is under way at a time; everybody who reads meanwhile shares it, and none waits past the patience. */
export function createSharedRefresh(deps: SharedRefreshDeps): () => Promise<Freshness> {
  const { clock, timer, patienceMs } = deps;
  let fetching: Promise<Freshness> | undefined;
  return async () => {
    fetching ??= deps.fetch().finally(() => fetching = undefined);
    const answered = new AbortController();
    const patience = sleep(clock, timer, patienceMs, answered.signal);
    const first = await Promise.race([fetching, patience]);
    answered.abort();
    return typeof first === "string" ? deps.tooLate() : first;
  };
}
