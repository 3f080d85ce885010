import type { Clock } from "../kernel/clock.ts";
import { ProcessMoment } from "../kernel/process-moment.ts";

/** What the link to the CSMS is doing, for people. Times are Unix milliseconds. */
export type LinkState =
  /** OCPP was stopped, or never started. */
  | { readonly kind: "stopped"; readonly sinceMs: number }
  | { readonly kind: "connecting"; readonly sinceMs: number }
  | {
    readonly kind: "online";
    readonly sinceMs: number;
    readonly url: string;
    readonly slot: number;
    readonly securityProfile: number;
  }
  | {
    readonly kind: "waiting";
    readonly sinceMs: number;
    readonly retryAtMs: number;
    /** Why the last attempt or connection ended. */
    readonly reason: string;
    readonly url?: string;
    readonly slot?: number;
  };

/** States that a reader of the history can ask for. */
const MAX_LINK_HISTORY = 100;

interface Entry {
  readonly state: LinkState;
  readonly since: ProcessMoment;
}

/** The present state of the link and those before it, by the wall clock of now. */
export class LinkHistory {
  readonly #clock: Clock;
  readonly #entries: Entry[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
    this.enter({ kind: "stopped", sinceMs: clock.wallMs() });
  }

  get current(): LinkState {
    return byWallClock(this.#entries[this.#entries.length - 1]!);
  }

  /** Oldest first; the last one is the present state. */
  get entries(): readonly LinkState[] {
    return this.#entries.map(byWallClock);
  }

  /** `state` begins now. */
  enter(state: LinkState): void {
    this.#entries.push({ state, since: new ProcessMoment(this.#clock) });
    if (this.#entries.length > MAX_LINK_HISTORY) this.#entries.shift();
  }
}

function byWallClock({ state, since }: Entry): LinkState {
  const sinceMs = since.wallMs;
  return state.kind === "waiting"
    ? { ...state, sinceMs, retryAtMs: state.retryAtMs + sinceMs - state.sinceMs }
    : { ...state, sinceMs };
}
