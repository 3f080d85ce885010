import {
  type ExternalEnergyLimits,
  externalEnergyLimits,
} from "../everest/interfaces/external-energy-limits.ts";
import type { Connection, EverestModule } from "../everest/module.ts";
import type { Clock, Timer } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import type { CapabilityLimits } from "../everest/interfaces/types/energy.ts";
import type { CompositeSchedule } from "../station/smart-charging/composite-schedule.ts";
import type { EvseRating } from "../station/smart-charging/station-situation.ts";
import { toExternalLimits } from "./energy-management-limits.ts";
import { SinkLimits } from "./sink-limits.ts";

export type EnergySinks =
  | {
    readonly kind: "sinks";
    readonly byEvse: ReadonlyMap<number, ExternalEnergyLimits>;
    /** The ratings of the nodes by EVSE, where the nodes report them (main of 2026-08). */
    readonly ratings: ReadonlyMap<number, EvseRating>;
  }
  | { readonly kind: "invalid"; readonly reason: string };

/**
 * The energy nodes that accept our limits, by the EVSE they are mapped to; 0 is the whole station. The older
 * requirement `connector_zero_sink` stands for EVSE 0 and needs no mapping; a sink that is mapped to 0 takes
 * precedence.
 */
export function connectEnergySinks(module: EverestModule, evses: number, log: Logger): EnergySinks {
  const byEvse = new Map<number, ExternalEnergyLimits>();
  const ratings = new Map<number, EvseRating>();
  const add = (evse: number, connection: Connection) => {
    if (byEvse.has(evse)) {
      log.warning("several energy sinks are mapped to one EVSE; the first is used", {
        evse,
        ignored: connection.moduleId,
      });
      return;
    }
    const sink = externalEnergyLimits(module, connection, log);
    byEvse.set(evse, sink);
    sink.onCapabilities((capabilities) => ratings.set(evse, toRating(capabilities)));
  };
  for (const connection of module.connections("evse_energy_sink")) {
    const evse = connection.mapping?.evse;
    if (evse === undefined) return invalid(connection, "has no EVSE mapping");
    if (evse < 0 || evse > evses) {
      return invalid(connection, `is mapped to EVSE ${evse}, which does not exist`);
    }
    add(evse, connection);
  }
  for (const connection of module.connections("connector_zero_sink")) {
    log.warning("connector_zero_sink is an older name; connect evse_energy_sink with a mapping to EVSE 0", {
      module: connection.moduleId,
    });
    add(0, connection);
  }
  return { kind: "sinks", byEvse, ratings };
}

function toRating(
  { max_current_A: amperes, max_phase_count: phases, total_power_W: watts }: CapabilityLimits,
): EvseRating {
  return { amperes, watts, phases };
}

function invalid({ requirement, moduleId }: Connection, reason: string): EnergySinks {
  return { kind: "invalid", reason: `${moduleId}, connected as ${requirement}, ${reason}` };
}

/** The sinks as something to limit. */
export interface LimitedSinks {
  /** Sends every schedule to the sink of its EVSE; we cannot limit an EVSE without sink. */
  apply(schedules: readonly CompositeSchedule[]): void;
  stop(): void;
}

/** The source in limits of ours. */
export function limitSource(moduleId: string): string {
  return `${moduleId}/OCPP_set_external_limits`;
}

/** Sinks that are limited in one turn of the event loop, so that a large site does not block it. */
const SINKS_PER_TURN = 16;
export const SINKS_TIMER = "smart-charging.sinks";

/** `moduleId` is the name under which the energy management knows who has set the limits. */
export function limitSinks(
  byEvse: ReadonlyMap<number, ExternalEnergyLimits>,
  moduleId: string,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
): LimitedSinks {
  const sinks = new Map(
    [...byEvse].map(([evse, sink]) => [evse, new SinkLimits({ evse, sink, clock, log })]),
  );
  const source = limitSource(moduleId);
  /** What the next turns send, by EVSE. Newer limits take the place of older ones, so that no sink waits for ever. */
  const waiting = new Map<number, CompositeSchedule>();
  let nextTurn: Timer | undefined;

  function apply(schedules: readonly CompositeSchedule[]): void {
    for (const schedule of schedules) {
      if (sinks.has(schedule.evseId)) waiting.set(schedule.evseId, schedule);
    }
    if (nextTurn === undefined) takeTurn();
  }

  function takeTurn(): void {
    for (const [evse, schedule] of [...waiting].slice(0, SINKS_PER_TURN)) {
      waiting.delete(evse);
      sinks.get(evse)?.set(toExternalLimits(schedule, source));
    }
    nextTurn = waiting.size > 0 ? clock.setTimer(SINKS_TIMER, 0, takeTurn) : undefined;
  }

  return {
    apply,
    stop() {
      nextTurn?.cancel();
      nextTurn = undefined;
      waiting.clear();
      for (const sink of sinks.values()) sink.stop();
    },
  };
}
