import type { Exchange } from "../exchanges.ts";
import { type CallKeys, fit, isClocked, keysOf } from "./call-keys.ts";
import type { IdMap } from "./id-map.ts";

interface RecordedCall {
  readonly step: number;
  readonly keys: CallKeys;
}

/** So many CALLs of one action are looked at: no station is further ahead of the recording. */
const MAX_AHEAD = 200;

/** The CALLs of the recorded station that the present one has not made yet. */
export class RecordedCalls {
  readonly #open = new Map<string, RecordedCall[]>();

  constructor(exchanges: readonly Exchange[], private readonly ids: IdMap) {
    exchanges.forEach(({ call, action, request }, step) => {
      if (call.direction !== "ChargingStationToCSMS") return;
      const calls = this.#open.get(nameOf(action, request)) ?? [];
      calls.push({ step, keys: keysOf(action, request) });
      this.#open.set(nameOf(action, request), calls);
    });
  }

  /**
   * The recorded CALL that this one is, and takes it away: one with the same keys, at best one before the next CALL of the
   * CSMS (step `horizon`); else the one with most keys in common. Undefined when there is none.
   */
  take(action: string, request: unknown, horizon: number): number | undefined {
    const calls = this.#open.get(nameOf(action, request)) ?? [];
    const played = keysOf(action, request);
    let best: { readonly index: number; readonly rank: number } | undefined;
    for (const [index, { step, keys }] of calls.slice(0, MAX_AHEAD).entries()) {
      const fitness = fit(keys, played, this.ids);
      // Of what comes by the clock there may be more or fewer: a periodic reading in another state is not a recorded one.
      if (fitness === undefined || (fitness < 1 && isClocked(action, request))) continue;
      const rank = (fitness === 1 ? 2 : fitness) + (step < horizon ? 1 : 0);
      if (best === undefined || rank > best.rank) best = { index, rank };
    }
    return best === undefined ? undefined : calls.splice(best.index, 1)[0]?.step;
  }

  /** A CALL that is not waited for any more may still come, and is then the recorded one no longer. */
  drop(step: number): void {
    for (const calls of this.#open.values()) {
      const index = calls.findIndex((call) => call.step === step);
      if (index >= 0) calls.splice(index, 1);
    }
  }
}

/** What comes by the clock has a name of its own: it is no event of the same action. */
function nameOf(action: string, request: unknown): string {
  return isClocked(action, request) ? `${action} by the clock` : action;
}
