import type { ArgsOf, Commands, Interface, ValueOf } from "../../../src/everest/interfaces/interface.ts";
import type { Fields } from "../../../src/everest/codec/mod.ts";
import type { BusClient } from "../mqtt/bus-client.ts";
import { NO_REPLY } from "../mqtt/bus-client.ts";
import type { TrafficRecord } from "./traffic-record.ts";

/** The bus as a simulated module sees it. */
export interface SimulatedBus {
  readonly client: BusClient;
  readonly record: TrafficRecord;
}

/** What a simulated module does on its commands. Commands it leaves out are not played: calling one is a violation. */
export type CommandPlay<C extends Commands> = {
  readonly [N in keyof C]?: (args: ArgsOf<C[N]>, origin: string) => unknown;
};

/** One implementation of a simulated module: `evse_manager_1/evse` with its interface. */
export interface SimulatedImplementation<V extends Fields> {
  publish<N extends keyof V & string>(variable: N, value: ValueOf<V[N]>): Promise<void>;
  /** Stops answering commands. */
  stop(): void;
}

/** Puts an implementation on the bus: answers its commands, checks who calls it and what itself publishes. */
export function simulate<C extends Commands, V extends Fields>(
  bus: SimulatedBus,
  declared: Interface<C, V>,
  place: { readonly moduleId: string; readonly implementationId: string },
  play: CommandPlay<C>,
): SimulatedImplementation<V> {
  const { moduleId, implementationId } = place;
  const { client, record } = bus;
  const stops = Object.keys(declared.commands).map((command) =>
    client.onCmd(moduleId, implementationId, command, (args, origin) => {
      if (origin === record.moduleId) record.called({ ...place, command, args }, declared);
      const handler = play[command];
      if (handler) return handler(args as never, origin);
      if (origin === record.moduleId) {
        record.violation(`${record.moduleId} calls ${moduleId}.${command}, which nobody plays`);
      }
      return NO_REPLY;
    })
  );
  const unknown = client.on(`modules/${moduleId}/impl/${implementationId}/cmd/+`, ({ topic, json }) => {
    const command = topic.slice(topic.lastIndexOf("/") + 1);
    const call = (json as { data?: { origin?: string; args?: Record<string, unknown> } } | undefined)?.data;
    if (command in declared.commands || call?.origin !== record.moduleId) return;
    record.called({ ...place, command, args: call.args ?? {} }, declared);
  });
  return {
    publish(variable, value) {
      record.simulationFault(declared, variable, value);
      return client.publishVar(moduleId, implementationId, variable, value);
    },
    stop() {
      for (const stop of [...stops, unknown]) stop();
    },
  };
}
