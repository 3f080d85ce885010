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
export const MAX_LINK_HISTORY = 100;

/** The present state of the link and those before it. */
export class LinkHistory {
  readonly #entries: LinkState[] = [];

  constructor(nowMs: number) {
    this.#entries.push({ kind: "stopped", sinceMs: nowMs });
  }

  get current(): LinkState {
    return this.#entries[this.#entries.length - 1]!;
  }

  /** Oldest first; the last one is the present state. */
  get entries(): readonly LinkState[] {
    return this.#entries;
  }

  enter(state: LinkState): void {
    this.#entries.push(state);
    if (this.#entries.length > MAX_LINK_HISTORY) this.#entries.shift();
  }
}
