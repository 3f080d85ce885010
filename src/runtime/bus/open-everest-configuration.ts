import type { ConnectedModule } from "../../everest/bus-module.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import { EverestConfiguration } from "./everest-configuration-source.ts";
import { knownModuleTypes } from "./everest-module-types.ts";
import type { ModuleConfig } from "../module-config.ts";

/** The configuration of EVerest's modules; nothing is read yet. */
export function openEverestConfiguration(
  module: ConnectedModule,
  { everestDeviceModelDatabasePath }: ModuleConfig,
  deps: { readonly clock: Clock; readonly log: Logger },
): EverestConfiguration {
  const { config, moduleNames, moduleName, moduleId: ownModuleId } = module;
  return new EverestConfiguration({
    config,
    ownModuleId,
    moduleTypes: async () => ({
      ...await knownModuleTypes(moduleNames, everestDeviceModelDatabasePath, deps.log),
      [ownModuleId]: moduleName,
    }),
    ...deps,
  });
}
