import type { LinkState } from "../csms/link-state.ts";

/** The answer to `reconnect`: an attempt to connect begins now. */
export interface ReconnectAnswer {
  readonly wasConnected: boolean;
}

/** The answer to `link`: what the connection to the CSMS did lately. Times are Unix milliseconds. */
export interface LinkAnswer {
  readonly nowMs: number;
  /** Oldest first; the last one is the present state. */
  readonly history: readonly LinkState[];
}
