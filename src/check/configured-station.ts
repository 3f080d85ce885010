import type { LocatedYaml } from "../everest/definitions-yaml.ts";
import { isJsonObject } from "../kernel/json.ts";

/** Our module in EVerest's configuration. */
export interface ConfiguredStation {
  readonly configPath: string;
  readonly document: LocatedYaml & { kind: "document" };
  /** Every module by its id, as the file has it. */
  readonly modules: Readonly<Record<string, unknown>>;
  readonly moduleId: string;
  /** As the file has them: of any type. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** The parameters of any module of the file. */
export function parametersOf(module: unknown): Readonly<Record<string, unknown>> {
  const parameters = isJsonObject(module) ? module["config_module"] : undefined;
  return isJsonObject(parameters) ? parameters : {};
}

/** What the configuration connects our module to, by requirement. */
export function connectionsOf(
  { modules, moduleId }: Pick<ConfiguredStation, "modules" | "moduleId">,
): Readonly<Record<string, unknown>> {
  const module = modules[moduleId];
  return isJsonObject(module) && isJsonObject(module["connections"]) ? module["connections"] : {};
}
