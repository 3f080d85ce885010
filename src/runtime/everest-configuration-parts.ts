import type { ConnectedModule } from "../everest/bus-module.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import { EverestConfiguration } from "./everest-configuration-source.ts";
import { knownModuleTypes } from "./everest-module-types.ts";
import type { ModuleConfig } from "./module-config.ts";

/**
 * The configuration of EVerest's modules, read for the first time: the device model shows it from the start. A manager
 * that does not answer costs a few seconds and is asked again when somebody wants to know.
 */
export async function readEverestConfiguration(
  module: ConnectedModule,
  { everestDeviceModelDatabasePath }: ModuleConfig,
  deps: { readonly clock: Clock; readonly log: Logger },
): Promise<EverestConfiguration> {
  const { config, moduleNames, moduleId: ownModuleId } = module;
  const moduleTypes = await knownModuleTypes(moduleNames, everestDeviceModelDatabasePath, deps.log);
  const configuration = new EverestConfiguration({ config, moduleTypes, ownModuleId, ...deps });
  await configuration.refresh();
  return configuration;
}
