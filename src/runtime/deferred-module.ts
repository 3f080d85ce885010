import type { EverestModule } from "../everest/module.ts";
import type { StartQueue } from "./start-queue.ts";

/**
 * The module with its variables and errors held back until the station runs. Subscriptions are made at once, since
 * nothing on the bus is ever repeated.
 */
export function deferUntilStarted(module: EverestModule, queue: StartQueue): EverestModule {
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
    subscribe: (target, variable, listener) =>
      module.subscribe(target, variable, (value) => queue.run(() => listener(value))),
    onError: (listener) => module.onError((error) => queue.run(() => listener(error))),
    start: () => module.start(),
    close: () => module.close(),
  };
}
