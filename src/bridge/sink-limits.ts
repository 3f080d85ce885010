import type { ExternalEnergyLimits } from "../everest/interfaces/external-energy-limits.ts";
import type { ExternalLimits } from "../everest/interfaces/types/energy.ts";
import type { Clock, Timer } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import { COMMAND_TIMEOUT_MS } from "./command-timeouts.ts";

export const SINK_RETRY_MS = 5_000;

export const sinkRetryTimer = (evse: number): string => `smart-charging.sink-${evse}`;

export interface SinkLimitsDeps {
  readonly evse: number;
  readonly sink: Pick<ExternalEnergyLimits, "connection" | "setExternalLimits">;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Sends the limits of one energy node. At most one command is in flight; of the limits set meanwhile only the newest are
 * sent. A failed command is logged with its module and repeated with the newest limits.
 */
export class SinkLimits {
  readonly #deps: SinkLimitsDeps;
  #newest: ExternalLimits | undefined;
  #isBusy = false;
  #isFailing = false;
  #retry: Timer | undefined;

  constructor(deps: SinkLimitsDeps) {
    this.#deps = deps;
  }

  set(limits: ExternalLimits): void {
    this.#newest = limits;
    if (!this.#isBusy) void this.#send();
  }

  /** Cancels the retry. */
  stop(): void {
    this.#newest = undefined;
    this.#retry?.cancel();
  }

  async #send(): Promise<void> {
    const { evse, sink, clock, log } = this.#deps;
    this.#retry?.cancel();
    this.#isBusy = true;
    let failure: string | undefined;
    while (this.#newest !== undefined && failure === undefined) {
      const limits = this.#newest;
      const outcome = await sink.setExternalLimits(limits, COMMAND_TIMEOUT_MS);
      if (outcome.kind === "failed") failure = outcome.reason;
      else if (this.#newest === limits) this.#newest = undefined;
    }
    this.#isBusy = false;
    const module = sink.connection.moduleId;
    if (failure === undefined) {
      if (this.#isFailing) log.notice("an energy sink accepts its limits again", { evse, module });
      this.#isFailing = false;
      return;
    }
    this.#isFailing = true;
    log.warning("an energy sink has not accepted its limits; they are sent again", {
      evse,
      module,
      reason: failure,
    });
    this.#retry = clock.setTimer(sinkRetryTimer(evse), SINK_RETRY_MS, () => void this.#send());
  }
}
