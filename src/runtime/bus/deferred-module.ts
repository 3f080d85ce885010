import type { EverestModule } from "../../everest/module.ts";
import type { StartQueue } from "./start-queue.ts";

/** Variables that are published over and over, and whole each time: only the latest counts, and none may push out an event. */
const LATEST_COUNTS: ReadonlySet<string> = new Set([
  "powermeter",
  "powermeter_public_key_ocmf",
  "ev_info",
  "evse_id",
  "hw_capabilities",
  "limits",
  "supported_energy_transfer_modes",
]);

/**
 * The module, whose variables and errors wait until the station runs. Subscriptions are made at once, since
 * nothing on the bus is ever repeated.
 */
export function deferUntilStarted(
  module: EverestModule,
  queue: Pick<StartQueue<unknown>, "run" | "runLatest">,
): EverestModule {
  return {
    moduleId: module.moduleId,
    parameters: module.parameters,
    config: module.config,
    external: module.external,
    closed: module.closed,
    connections: (requirement) => module.connections(requirement),
    provide: (...what) => module.provide(...what),
    call: (...what) => module.call(...what),
    publish: (...what) => module.publish(...what),
    subscribe(target, variable, listener) {
      const name = Symbol(variable);
      module.subscribe(target, variable, (value) => {
        const task = () => listener(value);
        if (LATEST_COUNTS.has(variable)) queue.runLatest(name, task);
        else queue.run(task);
      });
    },
    onError: (listener) => module.onError((error) => queue.run(() => listener(error))),
    start: () => module.start(),
    close: () => module.close(),
  };
}
