import { COMMAND_TIMEOUT_MS } from "../../bridge/command-timeouts.ts";
import type { EvseManager } from "../../everest/interfaces/evse-manager.ts";

/**
 * Releases the EVSEs for charging: before its release, an EVSE that is configured for it ignores its plug. Each EVSE is
 * released once, because it warns about a second time.
 */
export class EvseRelease {
  #running = false;

  /** The n-th entry is EVSE n. */
  constructor(private readonly evses: readonly EvseManager[]) {}

  /** The station runs: releases every EVSE, also one that reported long ago that it waits. */
  all(): void {
    this.#running = true;
    for (const evse of this.evses) void evse.externalReadyToStartCharging(COMMAND_TIMEOUT_MS);
  }

  /** EVSE `evse` waits. Before the station runs, `all` releases it; afterwards it was restarted. */
  waiting(evse: number): void {
    if (this.#running) void this.evses[evse - 1]?.externalReadyToStartCharging(COMMAND_TIMEOUT_MS);
  }
}
