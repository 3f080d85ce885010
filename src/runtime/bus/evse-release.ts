import { COMMAND_TIMEOUT_MS } from "../../bridge/command-timeouts.ts";
import type { EvseManager } from "../../everest/interfaces/evse-manager.ts";

/**
 * Lets the EVSEs charge: until told so, an EVSE that is configured for it does not look at its plug. Each is told
 * once; EVSEs warn about more.
 */
export class EvseRelease {
  #running = false;

  /** The n-th entry is EVSE n. */
  constructor(private readonly evses: readonly EvseManager[]) {}

  /** The station runs: every EVSE is told, also one that may have said long ago that it waits. */
  all(): void {
    this.#running = true;
    for (const evse of this.evses) void evse.externalReadyToStartCharging(COMMAND_TIMEOUT_MS);
  }

  /** EVSE `evse` waits. Before the station runs its turn comes with `all`; afterwards it was restarted. */
  waiting(evse: number): void {
    if (this.#running) void this.evses[evse - 1]?.externalReadyToStartCharging(COMMAND_TIMEOUT_MS);
  }
}
