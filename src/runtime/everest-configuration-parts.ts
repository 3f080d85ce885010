import type { ConnectedModule } from "../everest/bus-module.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import { EverestConfiguration } from "./everest-configuration-source.ts";
import { knownModuleTypes } from "./everest-module-types.ts";
import type { ModuleConfig } from "./module-config.ts";

/**
 * The configuration of EVerest's modules. Reading it begins at once and nobody waits for it, save those who want to
 * know something of it.
 */
export function readEverestConfiguration(
  module: ConnectedModule,
  { everestDeviceModelDatabasePath }: ModuleConfig,
  deps: { readonly clock: Clock; readonly log: Logger },
): EverestConfiguration {
  const { config, moduleNames, moduleId: ownModuleId } = module;
  const configuration = new EverestConfiguration({
    config,
    ownModuleId,
    moduleTypes: () => knownModuleTypes(moduleNames, everestDeviceModelDatabasePath, deps.log),
    ...deps,
  });
  void configuration.refresh();
  return configuration;
}
