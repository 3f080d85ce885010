import { externalEnergyLimitsInterface } from "../../../src/everest/interfaces/external-energy-limits.ts";
import type { CapabilityLimits, ExternalLimits } from "../../../src/everest/interfaces/types/energy.ts";
import { simulate, type SimulatedBus, type SimulatedImplementation } from "./simulated-module.ts";

export const ENERGY_SINK_IMPLEMENTATION = "external_limits";

/** The energy nodes that take the CSMS's limits: the grid connection (EVSE 0) and one per EVSE. */
export class SimulatedEnergySinks {
  /** The limits last set, by EVSE id. */
  readonly limits = new Map<number, ExternalLimits>();
  readonly #stops: (() => void)[];
  readonly #sinks: SimulatedImplementation<(typeof externalEnergyLimitsInterface)["variables"]>[] = [];

  constructor(bus: SimulatedBus, evses: number) {
    this.#stops = Array.from({ length: evses + 1 }, (_, evse) => {
      const place = { moduleId: energySinkOf(evse), implementationId: ENERGY_SINK_IMPLEMENTATION };
      const sink = simulate(bus, externalEnergyLimitsInterface, place, {
        set_external_limits: ({ value }) => void this.limits.set(evse, value),
      });
      this.#sinks.push(sink);
      return sink.stop;
    });
  }

  /** What the node of this EVSE is built for; the real one says it once, when all modules are ready. */
  async rate(evse: number, capabilities: CapabilityLimits): Promise<void> {
    await this.#sinks[evse]?.publish("capabilities", capabilities);
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }
}

/** Module id of the node that limits this EVSE; 0 is the grid connection. */
export function energySinkOf(evse: number): string {
  return evse === 0 ? "grid_connection_point" : `evse_manager_${evse}_ocpp_sink`;
}
